namespace ServerlessTx.Processes;

/// <summary>With a package that needs no network in Azurite's place.</summary>
public sealed class AzuriteInstallationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public AzuriteInstallationTests()
    {
        Write("local/package.json", """{ "name": "local", "version": "1.0.0" }""");
        Write("package.json", """{ "name": "test", "version": "1.0.0", "dependencies": { "local": "file:local" } }""");
        Write("package-lock.json", """
            {
              "name": "test", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "test", "version": "1.0.0", "dependencies": { "local": "file:local" } },
                "local": { "version": "1.0.0" },
                "node_modules/local": { "resolved": "local", "link": true }
              }
            }
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_at_once_install_once_and_say_how_long_it_took()
    {
        await Task.WhenAll(EnsureAsync(), EnsureAsync());
        Assert.Collection(
            _said,
            line => Assert.StartsWith($"Azurite is not installed yet: npm ci in {_folder.Path}", line),
            line => Assert.Matches(@"^Azurite is installed, in \d+ s\.$", line));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "node_modules", "local", "package.json")));
    }

    [Fact]
    public async Task An_interrupted_installation_is_begun_again()
    {
        Write("node_modules/local/half", "");
        await EnsureAsync();
        Assert.False(File.Exists(Path.Combine(_folder.Path, "node_modules", "local", "half")));
        Assert.Equal(2, _said.Count);
    }

    [Fact]
    public async Task Another_pinned_version_is_installed_over_the_old_one()
    {
        await EnsureAsync();
        await EnsureAsync();
        Assert.Equal(2, _said.Count);

        await File.AppendAllTextAsync(Path.Combine(_folder.Path, "package-lock.json"), "\n");
        await EnsureAsync();
        Assert.Equal(4, _said.Count);
    }

    [Fact]
    public async Task What_npm_refuses_is_one_line_that_mentions_memory()
    {
        Write("package.json", """{ "name": "test", "version": "1.0.0", "dependencies": { "other": "1.0.0" } }""");
        var refused = await Assert.ThrowsAsync<CannotStartException>(EnsureAsync);
        Assert.StartsWith($"npm ci in {_folder.Path} failed: npm error", refused.Message);
        Assert.EndsWith("(Or start with --memory, which runs without Azurite.)", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private Task EnsureAsync() => new AzuriteInstallation(_folder.Path, _said.Add, TimeProvider.System).EnsureAsync(CancellationToken.None);

    private void Write(string path, string text)
    {
        var whole = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, text);
    }
}
