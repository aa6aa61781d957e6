namespace ServerlessTx.Samples.Tests;

/// <summary>A profile changes and three services follow, in whatever order versions reach them.</summary>
public sealed class ProfileSyncOutcomes
{
    [Fact]
    public void A_change_is_followed_by_all_and_says_how_long_that_took() => VirtualTime.Run(async time =>
    {
        var store = new InterceptedStore(new MemoryPartitionStore());
        store.Before = operation => operation is { IsCommit: true, Partition: SearchService.Partition } ? Task.Delay(TimeSpan.FromSeconds(5), time) : Task.CompletedTask;
        var host = new SampleHost(time, store);
        var id = await host.StartAsync("profile_sync", """{"user_id":"123","display_name":"Ann"}""");
        Assert.Equal(
            """
            started            profile_sync
            decided            going_forward
            step_done          update_profile
            step_done          invalidate_cache
            step_done          reindex_user
            step_done          update_user_dimensions
            completed
            """, await host.EndAsync(id));
        var document = (await host.Client.EvidenceAsync(id, EvidenceView.Sync))!;
        Assert.Equal(
            $$"""
            {"saga_id":"{{id}}","trigger":"update_profile_done","affected_services":[
            {"service":"user_service","operation":"update_profile","status":"completed","evidence":"profile_version_updated_to_v1"},
            {"service":"recommendation_service","operation":"invalidate_cache","status":"completed","evidence":"cache_key_user_123_deleted"},
            {"service":"search_service","operation":"reindex_user","status":"completed","evidence":"search_document_updated_to_v1"},
            {"service":"analytics_service","operation":"update_user_dimensions","status":"completed","evidence":"user_dimensions_updated_to_v1"}],
            "consistency_model":"eventual_consistency","propagation_time_sec":5}
            """.ReplaceLineEndings(""), document["data_sync_saga"]!.ToJsonString());
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString())).Outcome);
        return true;
    });

    /// <summary>The first version's step is away in search while the second passes it everywhere.</summary>
    [Fact]
    public void A_newer_version_overtakes_an_older_one_and_nothing_goes_back() => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var slow = new InterceptedStore(memory);
        slow.Before = operation => operation is { IsCommit: true, Partition: SearchService.Partition } ? Task.Delay(TimeSpan.FromSeconds(10), time) : Task.CompletedTask;
        var first = new SampleHost(time, slow);
        var older = await first.StartAsync("profile_sync", """{"user_id":"123","headline":"Builds bridges"}""");
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        var second = new SampleHost(time, memory, "host_b");
        await second.EndAsync(await second.StartAsync("profile_sync", """{"user_id":"123","headline":"Builds tunnels"}"""));
        await first.EndAsync(older);

        var search = await new Audit(memory).Rows<FollowedRow>("search");
        Assert.Equal([new FollowedRow("123", 2, "123", "Builds tunnels")], search);
        Assert.Contains("\"overtaken_by_v2\"", (await first.Client.EvidenceAsync(older, EvidenceView.Sync))!["data_sync_saga"]!.ToJsonString(), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Of_many_changes_at_once_everybody_ends_with_the_newest() => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var host = new SampleHost(time, memory);
        var changes = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => host.StartAsync("profile_sync", $$"""{"user_id":"123","headline":"h{{i}}"}""")));
        foreach (var change in changes)
            Assert.EndsWith("completed", await host.EndAsync(change), StringComparison.Ordinal);
        var audit = new Audit(memory);
        var profile = Assert.Single(await audit.Rows<ProfileRow>("profiles"));
        Assert.Equal(8, profile.Version);
        foreach (var kind in new[] { "recommendations", "search", "analytics" })
            Assert.Equal(new FollowedRow("123", 8, "123", profile.Headline), Assert.Single(await audit.Rows<FollowedRow>(kind)));
        return true;
    });

    [Fact]
    public void A_change_to_a_version_that_does_not_stand_any_more_is_refused_and_nobody_follows() => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var host = new SampleHost(time, memory);
        var id = await host.StartAsync("profile_sync", """{"user_id":"123","headline":"x","expected_version":7}""");
        Assert.Equal(
            """
            started            profile_sync
            decided            going_forward
            step_refused       update_profile: profile_version_changed
            turned_back        profile_version_changed
            compensated
            """, await host.EndAsync(id));
        Assert.Equal(0, await new Audit(memory).CountAsync("search"));
        var told = (await host.Client.EvidenceAsync(id, EvidenceView.Sync))!["data_sync_saga"]!;
        Assert.Equal(("not_changed", null), ((string?)told["consistency_model"], told["propagation_time_sec"]));
        return true;
    });
}
