namespace ServerlessTx.Samples;

/// <summary>
/// A service that keeps something made of profiles. Versions come in any order: a newer one that was here first stands, and the older one is
/// done by it. So nothing here ever goes back, and each step can be asked until it answers.
/// </summary>
public abstract class ProfileFollower(Barrier barrier, string partition)
{
    /// <summary>What was done, in the source's words.</summary>
    private protected abstract string EvidenceOf(ProfileUpdated profile);

    public Task<Conclusion> FollowAsync(Call<UpdateProfile> call) => barrier.ConcludeAsync(call, partition, async rows =>
    {
        var profile = call.ResultOf<ProfileUpdated>("update_profile")!;
        var key = $"followed|{profile.UserId}";
        if (await rows.FindAsync<FollowedRow>(key) is { } stands && stands.Version > profile.Version)
            return Conclusion.Done(new { evidence = $"overtaken_by_v{stands.Version}", version = profile.Version, overtaken_by = stands.Version });
        rows.Put(key, new FollowedRow(profile.UserId, profile.Version, profile.DisplayName, profile.Headline));
        return Conclusion.Done(new { evidence = EvidenceOf(profile), version = profile.Version });
    });
}

/// <summary>Forgets what it had computed for a user.</summary>
public sealed class RecommendationService(Barrier barrier) : ProfileFollower(barrier, Partition)
{
    public const string Partition = "recommendations";

    private protected override string EvidenceOf(ProfileUpdated profile) => $"cache_key_user_{profile.UserId}_deleted";
}

/// <summary>Finds users by what their profiles say.</summary>
public sealed class SearchService(Barrier barrier) : ProfileFollower(barrier, Partition)
{
    public const string Partition = "search";

    private protected override string EvidenceOf(ProfileUpdated profile) => $"search_document_updated_to_v{profile.Version}";
}

/// <summary>Counts users by what their profiles say.</summary>
public sealed class AnalyticsService(Barrier barrier) : ProfileFollower(barrier, Partition)
{
    public const string Partition = "analytics";

    private protected override string EvidenceOf(ProfileUpdated profile) => $"user_dimensions_updated_to_v{profile.Version}";
}

public sealed record FollowedRow(string UserId, int Version, string DisplayName, string Headline);
