namespace ServerlessTx.PlantedBugs;

/// <summary>A copy of the source, in which bugs are planted one after the other and built incrementally.</summary>
internal sealed class SourceCopy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("planted-bugs-").FullName;

    public string Folder => _folder;

    public static async Task<SourceCopy> MakeAsync(string repository)
    {
        var copy = new SourceCopy();
        var listed = await Command.RunAsync(repository, "git", "ls-files", "src", "tests", "docs", "*.props", "*.json", ".editorconfig");
        foreach (var file in listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(repository, file))))
        {
            var target = Path.Combine(copy._folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(repository, file), target);
        }

        return copy;
    }

    /// <summary>Plants a bug; disposing takes it out again.</summary>
    public IDisposable Plant(Bug bug)
    {
        var path = Path.Combine(_folder, bug.File);
        var right = File.ReadAllText(path);
        File.WriteAllText(path, bug.PlantedIn(right));
        return new Planted(() => File.WriteAllText(path, right));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Planted(Action takeOut) : IDisposable
    {
        public void Dispose() => takeOut();
    }
}
