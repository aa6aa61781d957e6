using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ServerlessTx.Specifications;

public sealed class OptionsSpecifications
{
    private static readonly Dictionary<string, Action<ServerlessTxOptions>> Wrong = new()
    {
        ["Shards is 0; it must be 1 to 256."] = options => options.Shards = 0,
        ["Shards is 257; it must be 1 to 256."] = options => options.Shards = 257,
        ["RecoveryConcurrency is 0; it must be at least 1."] = options => options.RecoveryConcurrency = 0,
        ["Grace is 00:00:00; it must be longer than nothing."] = options => options.Grace = TimeSpan.Zero,
        ["RecoveryInterval is -00:00:01; it must be longer than nothing."] = options => options.RecoveryInterval = TimeSpan.FromSeconds(-1),
        ["KeyLifetime is 00:00:00; it must be longer than nothing."] = options => options.KeyLifetime = TimeSpan.Zero,
        ["Retention is 00:00:00; it must be longer than nothing."] = options => options.Retention = TimeSpan.Zero,
        ["HousekeepingInterval is 00:00:00; it must be longer than nothing."] = options => options.HousekeepingInterval = TimeSpan.Zero,
        ["ProjectionInterval is 00:00:00; it must be longer than nothing."] = options => options.ProjectionInterval = TimeSpan.Zero,
        ["ModeInterval is 00:00:00; it must be longer than nothing."] = options => options.ModeInterval = TimeSpan.Zero,
        ["HostName is empty; evidence names its drivers."] = options => options.HostName = "",
        ["Shards is 999; it must be 1 to 256.; RecoveryConcurrency is -1; it must be at least 1."] = options => (options.Shards, options.RecoveryConcurrency) = (999, -1),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_host_with_options_that_cannot_be_does_not_start_and_writes_nothing(string fault)
    {
        var store = new WatchedStore(new MemoryPartitionStore());
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddServerlessTx(tx => tx.UseStore("memory", _ => store), Wrong[fault]);
        using var host = builder.Build();
        Assert.Equal(fault, (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())).Message);
        Assert.Equal(0, store.Commits);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public void As_many_shards_as_an_id_can_name_are_made(int shards) => VirtualTime.Run(async _ =>
    {
        var map = new ShardMap(new MemoryPartitionStore(), new ServerlessTxOptions { Shards = shards }, RandomNumberGenerator.Create());
        Assert.Equal(shards, (await map.PartitionsAsync(default)).Distinct().Count(partition => partition.Length == 2));
        return true;
    });

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Nor_has_what_names_its_own_partitions_any_other_number(int partitions) => Assert.StartsWith(
        "A table is spread over 1 to 256 partitions, and keeps the number for ever.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new SubjectKeyTable(
            new MemoryPartitionStore(), TimeProvider.System, RandomNumberGenerator.Create(), partitions: partitions)).Message);
}
