namespace ServerlessTx.Samples;

/// <summary>A profile as it is from a version on.</summary>
/// <param name="Evidence">What was done, in the source's words.</param>
public sealed record ProfileUpdated(string Evidence, string UserId, int Version, string DisplayName, string Headline);

/// <summary>Keeps profiles and numbers their versions. What it has written is what the others follow: this is the saga's pivot.</summary>
public sealed class ProfileService(Barrier barrier)
{
    public const string Partition = "profiles";

    public Task<StepAnswer<ProfileUpdated>> UpdateAsync(Call<UpdateProfile> call) => barrier.StepAsync<ProfileUpdated>(call, Partition, async rows =>
    {
        var key = $"profile|{call.Input.UserId}";
        var stands = await rows.FindAsync<ProfileRow>(key) ?? new ProfileRow(call.Input.UserId, 0, call.Input.UserId, "");
        if (call.Input.ExpectedVersion is { } expected && expected != stands.Version)
            return Refusal.Because("profile_version_changed");
        var profile = stands with
        {
            Version = stands.Version + 1,
            DisplayName = call.Input.DisplayName ?? stands.DisplayName,
            Headline = call.Input.Headline ?? stands.Headline,
        };
        rows.Put(key, profile);
        return new ProfileUpdated($"profile_version_updated_to_v{profile.Version}", profile.UserId, profile.Version, profile.DisplayName, profile.Headline);
    });
}

public sealed record ProfileRow(string UserId, int Version, string DisplayName, string Headline);
