namespace ServerlessTx.Specifications;

/// <summary>The source's synchronisation: a profile changes, and three services follow, two of them in the source's words.</summary>
internal static class SourceProfiles
{
    public static Workflow Define(Script script) => Saga.For<Order>("profile_sync", 1, SourceOrders.Policy, TimeSpan.FromSeconds(30))
        .Pivot<object>("user_service", "update_profile", async call =>
            await script.PlayAsync(call) is Behaviour.Refuses refuses
                ? Refusal.Because(refuses.Reason)
                : new StepAnswer<object>.Done(new { evidence = "profile_version_updated_to_v5", version = 5 }))
        .Parallel(others => others
            .Then("recommendation_service", "invalidate_cache", call => FollowAsync(script, call, new { evidence = "cache_key_user_123_deleted" }))
            .Then("search_service", "reindex_user", call => FollowAsync(script, call, new { evidence = "elasticsearch_doc_updated" }))
            .Then("analytics_service", "update_user_dimensions", call => FollowAsync(script, call, new { rows = 1 })));

    private static async Task<Conclusion> FollowAsync(Script script, Call<Order> call, object report) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What) : Conclusion.Done(report);
}
