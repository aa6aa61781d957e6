namespace ServerlessTx;

/// <summary>
/// A workflow with two forms: the strict one, which needs every participant, and one that goes on without some of them, within what the
/// business allowed beforehand. The group is called as the workflow is.
/// </summary>
public sealed class ModeGroup
{
    private readonly Func<ModeBuffer, Workflow> _degraded;

    private ModeGroup(Workflow strict, ModeTerms terms, IReadOnlyList<ModeSide> sides, Func<ModeBuffer, Workflow> degraded) =>
        (Strict, Terms, Sides, _degraded) = (strict, terms, sides, degraded);

    /// <summary>The workflow's name.</summary>
    public string Name => Strict.Definition.Name;

    internal Workflow Strict { get; }

    internal ModeTerms Terms { get; }

    internal IReadOnlyList<ModeSide> Sides { get; }

    /// <summary>The declaration of a workflow's modes.</summary>
    /// <param name="strict">The form that needs everybody.</param>
    /// <param name="terms">Who switches, on what evidence, and what becomes of conflicts.</param>
    /// <param name="sides">Each participant, in the order in which the degraded form asks them; one that may refuse goes last.</param>
    /// <exception cref="ArgumentException">The sides are not the participants of the strict form.</exception>
    public static ModeGroup For<TInput>(Workflow strict, ModeTerms terms, params IReadOnlyList<ModeSide<TInput>> sides)
    {
        var services = strict.Definition.Branches.Select(branch => branch.Service).Distinct().Order(StringComparer.Ordinal);
        return sides.Select(side => side.Name).Order(StringComparer.Ordinal).SequenceEqual(services)
            ? new ModeGroup(strict, terms, sides, buffer => DegradedForm.Of<TInput>(strict, sides, buffer))
            : throw new ArgumentException($"The sides of '{strict.Definition.Name}' have to be its participants, each once: {string.Join(", ", services)}.", nameof(sides));
    }

    internal Workflow DegradedOver(ModeBuffer buffer) => _degraded(buffer);

    internal ModeSide Side(string name) => Sides.First(side => side.Name == name);
}
