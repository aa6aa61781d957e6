using System.Security.Cryptography;

namespace ServerlessTx.Simulation;

/// <summary>Ids as random as the seed, so that a run can be repeated.</summary>
internal sealed class SeededBytes(Random random) : RandomNumberGenerator
{
    public override void GetBytes(byte[] data) => random.NextBytes(data);
}
