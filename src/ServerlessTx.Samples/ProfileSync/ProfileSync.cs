namespace ServerlessTx.Samples;

/// <summary>The source's synchronisation of microservices: one service changes, and the others follow it, each until it has.</summary>
public static class ProfileSync
{
    public static Saga<UpdateProfile> Define(
        ProfileService profiles, RecommendationService recommendations, SearchService search, AnalyticsService analytics, CallPolicy? policy = null) => Saga
        .For<UpdateProfile>("profile_sync", version: 1, policy)
        .Pivot<ProfileUpdated>("user_service", "update_profile", profiles.UpdateAsync)
        .Parallel(others => others
            .Then("recommendation_service", "invalidate_cache", recommendations.FollowAsync)
            .Then("search_service", "reindex_user", search.FollowAsync)
            .Then("analytics_service", "update_user_dimensions", analytics.FollowAsync));
}
