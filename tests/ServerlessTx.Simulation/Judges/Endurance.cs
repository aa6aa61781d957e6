namespace ServerlessTx.Simulation;

/// <summary>Counts the requests of a run: so many in one say that somebody goes round in a circle.</summary>
internal sealed class Endurance(int endless, Alarm alarm)
{
    private int _requests;

    public void Count()
    {
        if (++_requests < endless)
            return;
        alarm.Raise("somebody asks the store again and again, and nothing comes of it");
        throw new InvalidOperationException("This run does not end.");
    }
}
