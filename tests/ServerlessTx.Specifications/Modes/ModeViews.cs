namespace ServerlessTx.Specifications;

/// <summary>How a group stands at each version of its stream.</summary>
public sealed class ModeViews
{
    [Fact]
    public void A_group_stands_as_its_records_make_it() => Assert.Equal(
        """
         1 strict@1 | l 0/0, f 0/0, a 0/0 |  |
         2 strict@1 | l 1/0, f 0/0, a 0/0 |  |
         3 strict@1 | l 1/0, f 1/0, a 0/0 |  |
         4 strict@1, all told | l 1/0, f 1/0, a 1/0 |  |
         5 strict@1, all told | l 1/0, f 1/0, a 1/0 |  |
         6 strict@1, all told | l 1/0, f 1/0, a 1/0 | f.f 0/20 |
         7 strict@1, all told | l 1/0, f 1/0, a 1/0 | f.f 0/20 |
         8 strict@1, all told | l 1/0, f 1/0, a 1/0 | a.b 0/50, f.f 0/20 |
         9 strict@1, all told | l 1/0, f 1/0, a 1/0 | a.b 0/50, f.f 0/20 |
        10 strict@1, all told | l 1/0, f 1/0, a 1/0 | a.a 0/100, a.b 0/50, f.f 0/20 |
        11 strict@1, all told | l 1/0, f 1/0, a 1/0 | a.a 0/100, a.b 0/50, f.f 0/20 |
        12 degraded@12 | l 1/0, f* 1/0, a* 1/0 | a.a 0/100, a.b 0/50, f.f 0/20 |
        13 degraded@12 | l 12/0, f* 1/0, a* 1/0 | a.a 0/100, a.b 0/50, f.f 0/20 |
        14 degraded@12 | l 12/0, f* 1/1, a* 1/0 | a.a 0/100, a.b 0/50, f.f 5/20 |
        15 degraded@12 | l 12/0, f* 1/1, a* 1/1 | a.a 60/100, a.b 0/50, f.f 5/20 |
        16 degraded@12 | l 12/0, f* 1/1, a* 1/2 | a.a 60/100, a.b 30/50, f.f 5/20 |
        17 degraded@12 | l 12/0, f* 1/2, a* 1/2 | a.a 60/100, a.b 30/50, f.f 5/20 |
        18 degraded@12 | l 12/0, f* 1/2, a* 1/3 | a.a 100/100, a.b 30/50, f.f 5/20 |
        19 degraded@12 | l 12/0, f* 1/3, a* 1/3 | a.a 100/100, a.b 30/50, f.f 6/20 |
        20 degraded@12 | l 12/0, f* 1/3, a* 1/4 | a.a 100/100, a.b 30/50, f.f 6/20 |
        21 degraded@12 | l 12/0, f* 1/3, a* 1/5 | a.a 100/100, a.b 40/50, f.f 6/20 |
        22 degraded@12 | l 12/0, f* 1/3, a* 1/4 | a.a 100/100, a.b 30/50, f.f 6/20 |
        23 failing_back@23 | l 12/0, f 1/3, a 1/4 | a.a 100/100, a.b 30/50, f.f 6/20 |
        24 failing_back@23 | l 12/0, f 12/3, a 1/4 | a.a 100/100, a.b 30/50, f.f 6/20 |
        25 failing_back@23 | l 12/0, f 12/3, a 12/4 | a.a 100/100, a.b 30/50, f.f 6/20 |
        26 failing_back@23 | l 12/0, f 12/2, a 12/4 | a.a 100/100, a.b 30/50, f.f 1/15 |
        27 failing_back@23 | l 12/0, f 12/2, a 12/4 | a.a 100/100, a.b 30/50, f.f 1/15 | t3/fees_db_move/action: account_closed 10:26
        28 failing_back@23 | l 12/0, f 12/2, a 12/3 | a.a 40/40, a.b 30/50, f.f 1/15 | t3/fees_db_move/action: account_closed 10:26
        29 failing_back@23 | l 12/0, f 12/2, a 12/2 | a.a 40/40, a.b 0/20, f.f 1/15 | t3/fees_db_move/action: account_closed 10:26
        30 failing_back@23 | l 12/0, f 12/2, a 12/2 | a.a 40/40, a.b 0/20, f.f 1/15 | t3/fees_db_move/action: account_closed 10:26, t3/accounts_db_move/action: account_frozen 10:29
        32 failing_back@23 | l 12/0, f 12/1, a 12/1 | a.a 0/40, a.b 0/20, f.f 1/15 |
        33 failing_back@23 | l 12/0, f 12/1, a 12/1 | a.a 0/40, a.b 0/20, f.f 1/15 | t4/fees_db_move/action: account_closed 10:31
        34 failing_back@23 | l 12/0, f 12/1, a 12/1 | a.a 0/40, a.b 0/20, f.f 1/15 |
        35 failing_back@23 | l 12/0, f 12/0, a 12/1 | a.a 0/40, a.b 0/20, f.f 0/14 |
        36 failing_back@23 | l 12/0, f 12/0, a 12/0 | a.a 0/40, a.b 0/20, f.f 0/14 |
        37 failing_back@23 | l 23/0, f 12/0, a 12/0 | a.a 0/40, a.b 0/20, f.f 0/14 |
        38 failing_back@23 | l 23/0, f 23/0, a 12/0 | a.a 0/40, a.b 0/20, f.f 0/14 |
        39 failing_back@23, all told | l 23/0, f 23/0, a 23/0 | a.a 0/40, a.b 0/20, f.f 0/14 |
        40 strict@40 | l 23/0, f 23/0, a 23/0 | a.a 0/40, a.b 0/20, f.f 0/14 |
        """,
        string.Join('\n', GroupRuns.StrictAgain().States.Select(Line)));

    [Fact]
    public void A_relapse_makes_a_newer_degraded_mode_and_a_declaration_makes_none() => Assert.Equal(
        ["strict@1 degraded@0", "degraded@2 degraded@2", "degraded@2 degraded@2", "degraded@2 degraded@2", "degraded@2 degraded@2", "failing_back@6 degraded@2", "failing_back@6 degraded@2", "degraded@8 degraded@8"],
        GroupRuns.Relapsed().States.Select(state => $"{state.Mode.Word()}@{state.Version} degraded@{state.DegradedVersion}"));

    [Fact]
    public void Only_what_goes_out_of_an_account_is_taken_from_escrow()
    {
        var buffering = new GroupRun().Buffers(1, "t1", GroupRun.Accounts, new("a", -5), new("b", 0), new("c", 5));
        var buffered = (OperationBuffered)ModeCodec.AllOf(buffering.Appends[0]).Single().Record;
        Assert.Equal(["a"], new BufferedOperation(buffered, 1).Debits.Select(debit => debit.Account));
    }

    /// <summary>Version, mode and its version; each side with the newest mode that it was told of and what waits for it; what is taken of escrow; conflicts.</summary>
    private static string Line(ModeState state)
    {
        var view = ModeView.Of(state);
        var sides = view.Sides.Select(side => $"{side.Side[..1]}{(side.Away ? "*" : "")} {side.AcknowledgedVersion}/{side.Waiting}");
        var escrow = view.Escrow.Select(escrow => $"{escrow.Side[..1]}.{escrow.Account} {escrow.Spent}/{escrow.SetAside}");
        var conflicts = view.Conflicts.Select(conflict => $"{conflict.Operation}: {conflict.Reason} {conflict.Since:HH:mm}");
        return $"{view.Head.Version,2} {view.Mode.Word()}@{view.Version}{(state.IsAcknowledged ? ", all told" : "")} | {string.Join(", ", sides)} | {string.Join(", ", escrow)} | {string.Join(", ", conflicts)}".TrimEnd();
    }
}
