using System.Text.RegularExpressions;

namespace ServerlessTx.Specifications;

/// <summary>What a reviewer should not have to look for.</summary>
public sealed partial class Architecture
{
    private static readonly string Root = FindRoot();

    /// <summary>Protocols and the context are replayed: they await only what their port gives (rule 8).</summary>
    [Theory]
    [InlineData("Context")]
    [InlineData("Saga")]
    [InlineData("Tcc")]
    [InlineData("TwoPhaseCommit")]
    public void What_is_replayed_uses_no_clock_no_chance_and_no_thread(string room)
    {
        var files = Directory.GetFiles(Path.Combine(Root, "src", "ServerlessTx", room), "*.cs");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(
            Undeterministic().Match(Code(file)) is { Success: true } found, $"{file} uses {Undeterministic().Match(Code(file)).Value}"));
    }

    [Fact]
    public void The_check_for_what_is_replayed_can_fail() =>
        Assert.All(["DateTimeOffset.UtcNow", "time.GetUtcNow()", "Task.Delay(1)", "Random.Shared", "Task.Run(", "new TaskCompletionSource()", ".ConfigureAwait(", "SemaphoreSlim", "CancelAfter(", "Guid.NewGuid()"],
            code => Assert.Matches(Undeterministic(), code));

    [Fact]
    public void The_core_knows_neither_Azure_nor_ASP_NET() =>
        Assert.DoesNotContain(typeof(TransactionClient).Assembly.GetReferencedAssemblies(), reference =>
            reference.Name!.StartsWith("Azure", StringComparison.Ordinal) || reference.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Theory]
    [InlineData("Storage", "TransactionId|Started|Answered|Workflow|StreamStore")]
    [InlineData("EventSourcing", "TransactionId|Started|Answered|Workflow|Definition|Projector|ProjectionPass|ProjectionBuild|ReadModelRows")]
    [InlineData("Projections", "TransactionId|Started|Answered|Workflow|Definition|Barrier|BarrierRows|CommandTerms|Aggregates")]
    [InlineData("Privacy", "TransactionId|Started|Answered|Workflow|Definition|TransactionStore|StreamStore|Aggregates|Choreography|BarrierRows")]
    [InlineData("Evidence", "IPartitionStore|StreamStore|TransactionStore|ITransactionRuntime|TransactionContext|TransactionRunner")]
    [InlineData("Context", "ConcurrencyLimits|TurnState|IPartitionStore|StreamStore|TransactionStore|InlineRuntime|TransactionRunner|SagaProtocol|VotingProtocol")]
    [InlineData("Saga", "ConcurrencyLimits|TurnState|IPartitionStore|StreamStore|TransactionStore|ITransactionRuntime|InlineRuntime|TransactionRunner")]
    [InlineData("TwoPhaseCommit", "ConcurrencyLimits|TurnState|IPartitionStore|StreamStore|TransactionStore|ITransactionRuntime|InlineRuntime|TransactionRunner")]
    [InlineData("Tcc", "ConcurrencyLimits|TurnState|IPartitionStore|StreamStore|TransactionStore|ITransactionRuntime|InlineRuntime|TransactionRunner")]
    [InlineData("Runtime", "SagaProtocol|VotingProtocol|TurnState")]
    [InlineData("Children", "SagaProtocol|VotingProtocol|TransactionContext|ITransactionRuntime|InlineRuntime|TransactionRunner|StreamStore")]
    [InlineData("Limits", "SagaProtocol|VotingProtocol|TransactionContext|ITransactionRuntime|InlineRuntime")]
    [InlineData("Participants", "TransactionStore|TransactionContext|TransactionRunner|StreamStore|IMessageBus|Outbox")]
    [InlineData("Messaging", "TransactionId|TransactionStore|Started|Answered|Workflow|StreamStore|Choreography|ChoreographyEvent")]
    [InlineData("Choreography", "TransactionStore|TransactionRunner|ITransactionContext|ITransactionRuntime|SagaProtocol|VotingProtocol|Started|Answered")]
    [InlineData("Retention", "ModeStore|ModeRegistry|Choreography|ITransactionContext|ITransactionRuntime|SagaProtocol|VotingProtocol")]
    [InlineData("Modes", "TransactionStore|TransactionRunner|ITransactionContext|ITransactionRuntime|SagaProtocol|VotingProtocol|Started|Answered|TransactionStarter")]
    public void A_room_does_not_know_what_is_above_it(string room, string unknown) => Assert.All(
        Directory.GetFiles(Path.Combine(Root, "src", "ServerlessTx", room), "*.cs"),
        file => Assert.False(Regex.Match(Code(file), $@"\b({unknown})\b") is { Success: true } found, $"{file} knows {Regex.Match(Code(file), $@"\b({unknown})\b").Value}"));

    [Fact]
    public void Kinds_of_rows_differ_in_their_letters() => Assert.Distinct(
        typeof(RowKinds).GetFields().Where(kind => kind.Name != nameof(RowKinds.ReadModels)).Select(kind => (string)kind.GetRawConstantValue()!));

    [Fact]
    public void Letters_of_kinds_stand_in_one_place() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories).Where(file => IsOurs(file) && Path.GetFileName(file) != $"{nameof(RowKinds)}.cs"),
        file => Assert.False(Letter().IsMatch(File.ReadAllText(file)), $"{file} begins keys with a letter of its own; add the kind to {nameof(RowKinds)}"));

    [Fact]
    public void No_file_is_longer_than_300_lines() => Assert.All(
        new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)).Where(IsOurs),
        file => Assert.True(File.ReadLines(file).Count() <= 300, $"{file} is longer than 300 lines; part it"));

    /// <summary>Without comments and strings, which may speak of anything.</summary>
    private static string Code(string file) => CommentsAndStrings().Replace(File.ReadAllText(file), "");

    private static bool IsOurs(string file) => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ServerlessTx.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"\bUtcNow\b|\bGetUtcNow\b|\bGetTimestamp\b|\bStopwatch\b|\bTask\.(Run|Delay|Factory|WhenAny)\b|\bRandom\b|\bRandomNumberGenerator\b|\bNewGuid\b|\bConfigureAwait\b|\bTaskCompletionSource\b|\bSemaphoreSlim\b|\bCancelAfter\b|\bThread\b|\bTimer\b")]
    private static partial Regex Undeterministic();

    [GeneratedRegex("""
        "[a-z]\|
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Letter();

    [GeneratedRegex("""//[^\n]*|"([^"\\\n]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentsAndStrings();
}
