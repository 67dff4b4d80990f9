using System.Globalization;
using System.Text.RegularExpressions;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.UnitTests.Sla;

/// <summary>Plays every row of <c>docs/clock-rules.md</c>, which is written for people who do not read code.</summary>
public sealed partial class ClockRules
{
    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "clock-rules.md")).Where(l => l.StartsWith('|')))
        {
            var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (cells[0] != "rule" && !cells[0].StartsWith('-'))
                rows.Add(cells[0], cells[1], cells[2], cells[3]);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_clocks_keep_the_rule(string rule, string given, string when, string then)
    {
        var story = new Story();
        foreach (var step in Parts(given).Concat(Parts(when)))
            story.Do(step);

        Assert.All(Parts(then), expected => Assert.Equal((rule, expected), (rule, story.Says(expected))));
    }

    [Fact]
    public void There_is_a_rule_for_every_clock()
    {
        var then = string.Concat(Rows().Select(r => (string)r[3]));
        Assert.All(Enum.GetNames<ClockKind>(), kind => Assert.Contains(kind, then, StringComparison.Ordinal));
    }

    private static string[] Parts(string cell) => cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One matter as it is lived through, word by word.</summary>
    private sealed partial class Story
    {
        private static readonly Actor Staff = ATicket.Staff;
        private static int made;

        private readonly Citizen citizen = ATicket.SomeCitizen(Platform.Facebook, Wib.At("2026-11-01 08:00"));
        private readonly List<(DateTimeOffset At, DateOnly Date, bool Works)> decrees = [];
        private Timetable timetable = ATimetable.Seeded;
        private Conversation? inbox;
        private Ticket? ticket;
        private Ticket? other;

        public void Do(string step)
        {
            var parsed = Step().Match(step);
            Assert.True(parsed.Success, $"Nobody understands “{step}”.");
            var at = At(parsed.Groups["at"].Value);
            var what = parsed.Groups["what"].Value;
            if (Decreed().Match(what) is { Success: true } decree)
                Decree(At($"{decree.Groups["date"].Value} 00:00"), decree.Groups["works"].Success, at);
            else if (what.StartsWith("another ", StringComparison.Ordinal))
                other = Played(other, what["another ".Length..], at);
            else if (what.EndsWith(" in the inbox", StringComparison.Ordinal))
                Write(what, at);
            else
                ticket = Played(ticket, what, at);
        }

        // Entered, and brought to every clock that runs, in the same moment.
        private void Decree(DateTimeOffset date, bool works, DateTimeOffset at)
        {
            decrees.Add((at, DateOnly.FromDateTime(date.DateTime), works));
            timetable = ATimetable.Decreed(decrees);
            foreach (var clock in (ticket?.Clocks ?? []).Concat(other?.Clocks ?? []).Concat(inbox?.Clocks ?? []))
                if (clock.Runs && clock.Calendar.StartsWith("NASIONAL@", StringComparison.Ordinal))
                    clock.Recount(timetable, $"NASIONAL@{decrees.Count + 1}", at, "SKB");
        }

        private Ticket? Played(Ticket? it, string what, DateTimeOffset at)
        {
            var words = what.Split(' ');
            switch (what)
            {
                case "opened" or "opened urgent":
                    return Ticket.Open(AnOpening(words.Length > 1 ? Priority.Urgent : Priority.Normal), AConversation(at), timetable, Actor.System, at);
                case "opened from the inbox":
                    return Ticket.Open(AnOpening(Priority.Normal), inbox!, timetable, Staff, at);
                case "dismissed from the inbox":
                    inbox!.Dismiss("praise", timetable, Staff, at);
                    break;
                case "takes all words away":
                    inbox!.ForgetRemoved(null, "", null, timetable, at);
                    break;
                case "looked at":
                    it?.Climb(timetable, at);
                    inbox?.Climb(timetable, at);
                    break;
                case "acknowledged automatically":
                    var acknowledgement = new Notice($"ack:{it!.Number}", NoticeKind.Acknowledgement, it, AConversation(at), Door.CommentReply, "c", "u", "Terima kasih", Actor.System, at);
                    acknowledgement.BeginCall(at);
                    acknowledgement.Arrived("p", at);
                    break;
                case "answered" when it!.Status == TicketStatus.New:
                    it.Route("JAMSOS", null, "rule", timetable, Actor.System, it.OpenedAt);
                    it.AnswerCitizen(inPublic: false, timetable, Staff, at);
                    break;
                case "answered":
                    it!.AnswerCitizen(inPublic: false, timetable, Staff, at);
                    break;
                case "asked":
                    it!.Ask(inPublic: false, timetable, Staff, at);
                    break;
                case "heard" or "objected":
                    it!.Hear(what == "objected", timetable, Actor.Citizen(citizen), at);
                    break;
                case "heard somebody else":
                    it!.HearSomebodyElse(timetable, Actor.Citizen(ATicket.SomeCitizen(Platform.Facebook, at)), at);
                    break;
                case "noted":
                    it!.Note("Keluarga menelepon", Staff, at);
                    break;
                case "resolved":
                    it!.Resolve("Sudah cair", timetable, Staff, at);
                    break;
                case "reopened":
                    it!.Reopen("Ternyata belum", timetable, Staff, at);
                    break;
                case "referred":
                    it!.Refer("SP4N-LAPOR!", "Kewenangan daerah", timetable, Staff, at);
                    break;
                case "found invalid":
                    it!.Invalidate("Bukan aduan", timetable, Staff, at);
                    break;
                case "merged into the other":
                    it!.MergeInto(other!, timetable, Staff, at);
                    break;
                case var _ when what.StartsWith("refused to be merged into the other, as ", StringComparison.Ordinal):
                    Assert.Equal(words[^1], Assert.Throws<RefusedException>(() => it!.MergeInto(other!, timetable, Staff, at)).Refusal.ToString());
                    break;
                case var _ when what.StartsWith("routed to ", StringComparison.Ordinal):
                    it!.Route(words[^1], null, "rule", timetable, Actor.System, at);
                    break;
                case var _ when what.StartsWith("transferred to ", StringComparison.Ordinal):
                    it!.Transfer(words[^1], null, "Mohon ditindaklanjuti", timetable, Staff, at);
                    break;
                case "classified urgent" or "classified normal":
                    it!.Classify(null, words[^1] == "urgent" ? Priority.Urgent : Priority.Normal, null, "diperiksa ulang", timetable, Staff, at);
                    break;
                case var _ when what.StartsWith("classified ", StringComparison.Ordinal):
                    it!.Classify(null, null, Enum.Parse<Sp4nClass>(words[^1].Replace("-", "", StringComparison.Ordinal), ignoreCase: true), null, timetable, Staff, at);
                    break;
                default:
                    throw new InvalidOperationException($"Nobody understands “{what}”.");
            }

            return it;
        }

        private void Write(string what, DateTimeOffset at)
        {
            inbox ??= AConversation(at);
            var id = $"words-{Interlocked.Increment(ref made)}";
            var message = new Message(inbox, Platform.Facebook, id, 0, null, "min, tolong", [], null, at, at);
            var needsHelp = what.StartsWith("praises", StringComparison.Ordinal) ? 0.1 : 0.7;
            inbox.Hear(message, new Assessment(needsHelp, Topics.Pkh, 0.9, what.StartsWith("writes of danger", StringComparison.Ordinal), [], []), "min, tolong");
            inbox.AwaitDecision(timetable, at);
        }

        /// <summary>What the clocks say to this; the same words when it is so.</summary>
        public string Says(string expected)
        {
            var parsed = Statement().Match(expected);
            Assert.True(parsed.Success, $"Nobody understands “{expected}”.");
            var kind = Enum.Parse<ClockKind>(parsed.Groups["kind"].Value);
            var cycle = parsed.Groups["cycle"].Success ? int.Parse(parsed.Groups["cycle"].Value, CultureInfo.InvariantCulture) : (int?)null;
            var its = parsed.Groups["whose"].Success ? other!.Clocks : ticket?.Clocks ?? inbox!.Clocks;
            var clock = its.Where(c => c.Kind == kind && (cycle is null || c.Cycle == cycle)).MaxBy(c => c.Cycle);
            var name = $"{parsed.Groups["whose"].Value}{kind}{(cycle is null ? "" : " " + cycle)}";
            if (clock is null)
                return $"no {name}";
            if (parsed.Groups["no"].Success)
                return $"there is a {name}";
            if (parsed.Groups["rungs"].Success)
                return $"rungs of {name} are {(clock.Escalations.Count == 0 ? "none" : string.Join(", ", clock.Escalations.Select(e => $"{e.Rung} {Told(e.At)}")))}";
            return name
                + " "
                + parsed.Groups["what"].Value switch
                {
                    "runs" => clock is { Runs: true, PausedSince: null } ? "runs" : "stands",
                    "not breached" => clock.BreachedAt is null ? "not breached" : $"breached {Told(clock.BreachedAt)}",
                    "never aimed anew" => clock.EarlierAims.Count == 0 ? "never aimed anew" : "aimed anew",
                    var s when s.StartsWith("due ", StringComparison.Ordinal) => $"due {Told(clock.DueAt)}",
                    var s when s.StartsWith("met ", StringComparison.Ordinal) => $"met {Told(clock.MetAt)}",
                    var s when s.StartsWith("warned ", StringComparison.Ordinal) => $"warned {Told(clock.WarnedAt)}",
                    var s when s.StartsWith("breached ", StringComparison.Ordinal) => $"breached {Told(clock.BreachedAt)}",
                    var s when s.StartsWith("fell away ", StringComparison.Ordinal) => $"fell away {Told(clock.StoppedAt)}",
                    var s when s.StartsWith("paused since ", StringComparison.Ordinal) => $"paused since {Told(clock.PausedSince)}",
                    var s when s.StartsWith("judged by ", StringComparison.Ordinal) => $"judged by {clock.Policy}",
                    var s when s.StartsWith("used ", StringComparison.Ordinal) => $"used {clock.Used?.ToString("hh\\:mm", CultureInfo.InvariantCulture)}",
                    var s when s.StartsWith("said ", StringComparison.Ordinal) =>
                        clock.EarlierAims.Any(a => s == $"said {Told(a.DueAt)} before") ? s : $"said {string.Join(", ", clock.EarlierAims.Select(a => Told(a.DueAt)))} before",
                    var s => throw new InvalidOperationException($"Nobody understands “{s}”."),
                };
        }

        private Conversation AConversation(DateTimeOffset at)
        {
            var post = $"post-{Interlocked.Increment(ref made)}";
            return new Conversation(citizen, Audience.Public, post, post, at);
        }

        private static Opening AnOpening(Priority priority) =>
            new($"KMS-2026-9{Interlocked.Increment(ref made):00000}", "CODE0001", Topics.Pkh, priority, null, "PKH ibu saya belum cair");

        private static DateTimeOffset At(string told)
        {
            var parts = told.Split(' ');
            return Wib.At($"2026-{(parts[1] == "Nov" ? 11 : 12)}-{int.Parse(parts[0], CultureInfo.InvariantCulture):00} {parts[2]}");
        }

        private static string Told(DateTimeOffset? at) =>
            at is { } instant ? instant.ToOffset(Wib.Offset) is var local && local.Ticks % TimeSpan.TicksPerMinute == 0 ? local.ToString("d MMM HH:mm", CultureInfo.InvariantCulture) : local.ToString("O") : "–";

        [GeneratedRegex(@"^(?<date>\d{1,2} (Nov|Dec)) becomes a (day off|(?<works>working day))$", RegexOptions.None, 1000)]
        private static partial Regex Decreed();

        [GeneratedRegex(@"^(?<at>\d{1,2} (Nov|Dec) \d{2}:\d{2}(:\d{2}(\.\d+)?)?) (?<what>.+)$", RegexOptions.None, 1000)]
        private static partial Regex Step();

        [GeneratedRegex(
            @"^(?<no>no )?(?<rungs>rungs of )?(?<whose>the other's )?(?<kind>Triage|FirstResponse|NextResponse|Resolution|Custody)( (?<cycle>\d))?( (?<what>.+))?$",
            RegexOptions.None,
            1000
        )]
        private static partial Regex Statement();
    }
}
