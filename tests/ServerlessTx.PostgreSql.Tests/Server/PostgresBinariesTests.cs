namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Whose programs a server is started from: an installed PostgreSQL's, else those of npm's embedded one.</summary>
public sealed class PostgresBinariesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serverlesstx-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_any_there_are_none() => Assert.Null(PostgresBinaries.Installed(path: _folder, versions: Path.Combine(_folder, "none")));

    [Fact]
    public void A_program_alone_is_no_installation()
    {
        Make("bin", "postgres");
        Assert.Null(PostgresBinaries.Installed(Path.Combine(_folder, "bin"), versions: _folder));
    }

    [Fact]
    public void The_PATH_comes_first_and_then_the_newest_version_in_Debians_place()
    {
        foreach (var version in new[] { "9", "15", "14" })
            Make(Path.Combine("versions", version, "bin"), "postgres", "initdb");
        Assert.Equal(Path.Combine(_folder, "versions", "15", "bin"), PostgresBinaries.Installed(path: "", Path.Combine(_folder, "versions"))!.Folder);

        var own = Make("own", "postgres", "initdb");
        Assert.Equal(own, PostgresBinaries.Installed(own, Path.Combine(_folder, "versions"))!.Folder);
    }

    [Fact]
    public void A_link_on_the_PATH_leads_to_where_the_other_programs_are()
    {
        var real = Make("real", "postgres", "initdb");
        var links = Directory.CreateDirectory(Path.Combine(_folder, "links")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "postgres"), Path.Combine(real, "postgres"));
        Assert.Equal(real, PostgresBinaries.Installed(links, versions: _folder)!.Folder);
    }

    [Fact]
    public async Task Npms_embedded_one_is_installed_and_prepares_transactions_that_outlive_a_kill()
    {
        var embedded = await PostgresBinaries.EmbeddedAsync(
            NpmInstallation.FindFolder(AppContext.BaseDirectory, "Postgres"), Console.Error.WriteLine, TimeProvider.System, CancellationToken.None);
        await using var server = await PostgresServer.StartAsync(folder: null, Console.Error.WriteLine, TimeProvider.System, binaries: embedded);
        await using (var bank = new Bank(server.ConnectionString))
        {
            await Bank.CreateAsync(server.ConnectionString);
            Assert.StartsWith("18.", await bank.ScalarAsync<string>("SHOW server_version"), StringComparison.Ordinal);
            var branch = new Branch(bank.Manager, new(await bank.OpenAsync(100m), -30m), "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e");
            Assert.Equal(Verdict.Done, (await branch.PrepareAsync()).Verdict);
        }

        await server.KillAsync();
        await server.StartAgainAsync();

        await using var again = new Bank(server.ConnectionString);
        Assert.Equal(Verdict.Done, (await new Branch(again.Manager, new("", 0m), "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e").CommitAsync()).Verdict);
        Assert.Equal(70m, await again.ScalarAsync<decimal>("SELECT sum(balance) FROM account"));
    }

    private string Make(string folder, params string[] programs)
    {
        var made = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName;
        foreach (var program in programs)
            File.WriteAllText(Path.Combine(made, program), "");
        return made;
    }
}
