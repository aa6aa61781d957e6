using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>Forged begin records and definitions, and what does not fit them.</summary>
internal static class ForgedBegins
{
    public static IEnumerable<Forgery> All =>
    [
        new("begin_stands_once", "the deadline is armed again by a second begin", stream => stream.All.ToList().Select<JsonObject, Action>(record =>
            () => stream.AppendBehind(record, stream.Begin.Copy()))),
        new("deadline_is_pinned", "the deadline is an hour later", stream => [() => stream.Begin.Later("deadline", TimeSpan.FromHours(1))]),
        new("deadline_is_pinned", "it began a moment earlier", stream => stream.Begin["starts_at"] is null ? [() => stream.Begin.Later("at", TimeSpan.FromMilliseconds(-1))] : []),
        new("deadline_is_pinned", "it was to start a moment earlier", stream => stream.Begin["starts_at"] is not null ? [() => stream.Begin.Later("starts_at", TimeSpan.FromMilliseconds(-1))] : []),
        new("fingerprint_is_of_the_definition", "another service takes part", stream => Branches(stream).Select<JsonObject, Action>(branch =>
            () => branch["service"] = "another_service")),
        new("fingerprint_is_of_the_definition", "a member that no reader knows is added to the definition", stream => [() => stream.Definition["more"] = 1]),
        new("definition_can_begin", "it has no version", stream => [() => { stream.Definition["version"] = 0; stream.Pin(); }]),
        new("definition_can_begin", "a branch stands in it twice", stream => [() => { stream.Definition["branches"]!.AsArray().Add(Branches(stream).First().DeepClone()); stream.Pin(); }]),
        new("definition_can_begin", "a branch begins with a phase of another pattern", stream => Branches(stream).Select<JsonObject, Action>(branch =>
            () => { branch["phase"] = stream.Pattern == "tcc" ? "prepare" : "try"; stream.Pin(); })),
        new("definition_can_begin", "something that cannot be undone has an undo", stream => Branches(stream).Where(branch => !branch.Is("phase", "action")).Select<JsonObject, Action>(branch =>
            () => { branch["undo"] = "undo_it"; stream.Pin(); })),

        new("mode_fits_its_form", "it began while its group failed back", stream => [() => stream.Begin["mode"] = ModeOf("failing_back")]),
        new("mode_fits_its_form", "it began degraded with nobody away", stream => [() => stream.Begin["mode"] = ModeOf("degraded")]),
        new("mode_fits_its_form", "it is strict and somebody is away", stream => [() => stream.Begin["mode"] = ModeOf("strict", "ledger_db")]),
        new("mode_fits_its_form", "a degraded form that is no saga", stream => stream.Pattern == "saga" ? [] : [() => stream.Begin["mode"] = ModeOf("degraded", "ledger_db")]),

        new("branches_are_defined", "somebody else was asked", stream => stream.Pattern == "saga" || IsTold(stream) ? [] : Undecided(stream).Select<JsonObject, Action>(record =>
            () => stream.InsertBehind(record, ForgedCalls.Unanswered("ghost", stream.Pattern == "tcc" ? "try" : "prepare", 1, record)))),
        new("branches_are_defined", "an answer is somebody else's", stream => stream.Records("answered").ToList().Select<JsonObject, Action>(answer =>
            () => answer["branch"] = "ghost")),
        new("phases_fit_the_branch", "a branch was asked for what its pattern does not know", stream => Undecided(stream).Select<JsonObject, Action>(record =>
            () => stream.InsertBehind(record, ForgedCalls.Unanswered(Branches(stream).First().Text("branch"), stream.Pattern == "tcc" ? "prepare" : "try", 1, record)))),
        new("phases_fit_the_branch", "a step with nothing to undo was undone", stream => stream.Records("decided").Where(decided => decided.Is("decision", "compensating"))
            .SelectMany(decided => Branches(stream).Where(branch => branch.Is("phase", "action") && branch["undo"] is null
                && stream.Answers("action").Any(answer => answer.Is("branch", branch.Text("branch"))))
                .Select<JsonObject, Action>(branch => () => stream.AppendBehind(stream.All.Last(record => !record.Is("type", "ended") || stream.AppendOf(record).Count > 1),
                    ForgedCalls.Unanswered(branch.Text("branch"), "undo", 1, decided))))),

        .. new[] { "atomicity", "consistency", "isolation", "durability", "scope", "coordination" }.Select(component =>
            new Forgery("promise_is_the_patterns", $"it promised more {component}", stream => [() => stream.Begin["promised"]![component] = "Absolute"])),
    ];

    public static JsonObject ModeOf(string mode, params string[] away) =>
        new() { ["group"] = "transfer", ["version"] = 1, ["mode"] = mode, ["away"] = new JsonArray([.. away.Select(side => (JsonNode?)side)]) };

    private static IEnumerable<JsonObject> Branches(ForgedStream stream) => stream.Definition["branches"]!.AsArray().Select(branch => branch!.AsObject());

    private static bool IsTold(ForgedStream stream) => !stream.Records("decided").Any();

    private static IEnumerable<JsonObject> Undecided(ForgedStream stream) => stream.All.TakeWhile(record => !record.Is("type", "decided")).ToList();
}
