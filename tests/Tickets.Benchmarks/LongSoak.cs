using Tickets.Testing;

namespace Tickets.Benchmarks;

/// <summary>Ten minutes of all platforms with troubles on.</summary>
internal static class LongSoak
{
    private const int Seed = 20261121;

    public static async Task<int> Run(int seconds, int perSecond)
    {
        var sums = await new Soak(Seed, static line => Figures.Say(line)).Run(TimeSpan.FromSeconds(seconds), perSecond);
        Figures.Print("soak.deliveries", sums.Posted, "1");
        Figures.Print("soak.deliveries_read_back", sums.ReadBack, "1");
        Figures.Print("soak.deliveries_unknown_kept", sums.Unknown, "1");
        Figures.Print("soak.deliveries_failed", sums.Failed, "1");
        Figures.Print("soak.messages", sums.Messages, "1");
        Figures.Print("soak.notices", sums.Notices, "1");
        Figures.Print("soak.notices_sent", sums.Sent, "1");
        Figures.Print("soak.notices_blocked_with_task", sums.BlockedWithTask, "1");
        Figures.Print("soak.notices_that_took_another_way", sums.OtherWays, "1");
        Figures.Print("soak.notices_left", sums.Open, "1");
        Figures.Print("soak.reports_by_web_form", sums.Reported, "1");
        Figures.Print("soak.answers_not_shown", sums.NotShown, "1");
        Figures.Print("soak.tokens_expired", sums.Expired, "1");
        Figures.Print("soak.channels_found_broken", sums.Broke, "1");
        Figures.Print("soak.channels_still_broken", sums.StillBroken, "1");
        Figures.Print("soak.said_twice", sums.TakenTwice, "1");
        Figures.Print("soak.balances", sums.Balance ? 1 : 0, "1");
        Figures.Say(sums.ToString());
        return sums.Balance ? 0 : 1;
    }
}
