using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing.Builders;

namespace Tickets.UnitTests;

/// <summary>
/// The life of a ticket: every move against every status, and what the clocks make of it. Due times are counted by hand on the national calendar:
/// Monday to Thursday 07:30–12:00 and 13:00–16:00, Friday 07:30–11:30 and 13:00–16:30, both 7 h 30 min. Friday is 2026-11-20.
/// </summary>
public sealed class TicketLifeTests
{
    private static readonly DateTimeOffset Friday = Wib.At("2026-11-20 10:00");
    private static readonly DateTimeOffset Monday = Wib.At("2026-11-23 10:00");
    private static readonly DateTimeOffset FirstResponseDue = Wib.At("2026-11-23 16:00");
    private static readonly DateTimeOffset ResolutionDue = Wib.At("2026-11-27 16:30");

    private static readonly SlaTarget NextResponse = new(ClockKind.NextResponse, "P1WD", "NASIONAL");
    private static readonly SlaTarget Custody = new(ClockKind.Custody, "P2WD", "NASIONAL");

    // ---- the table of moves ------------------------------------------------------------------------------------------------------------

    public static TheoryData<Move, TicketStatus> EveryMoveInEveryStatus()
    {
        var all = new TheoryData<Move, TicketStatus>();
        foreach (var move in Enum.GetValues<Move>())
            foreach (var status in Enum.GetValues<TicketStatus>())
                all.Add(move, status);
        return all;
    }

    [Theory]
    [MemberData(nameof(EveryMoveInEveryStatus))]
    public void A_move_leads_where_the_table_says_or_is_refused_by_name_and_changes_nothing(Move move, TicketStatus status)
    {
        var ticket = ATicket.In(status, Friday).Ticket;
        var row = Ticket.Moves.SingleOrDefault(m => m.Move == move && m.From.Contains(status));

        if (row.From is not null)
        {
            Do(move, ticket, Monday);
            Assert.Equal(row.To ?? status, ticket.Status);
        }
        else
        {
            // Long after every due time: a refused move does not even let the clocks catch up.
            var refused = RefusedAndUnchanged(ticket, () => Do(move, ticket, Monday.AddMonths(1)));
            Assert.Equal(Refusal.MoveNotAllowed, refused.Refusal);
            Assert.Equal((ticket.Number, move.ToString(), status.ToString()), (refused.Facts["number"], refused.Facts["move"], refused.Facts["status"]));
        }
    }

    public static TheoryData<Move> EveryMove() => [.. Enum.GetValues<Move>()];

    [Theory]
    [MemberData(nameof(EveryMove))]
    public void No_move_is_possible_after_a_merge_and_the_refusal_names_the_ticket_it_lives_on_in(Move move)
    {
        var citizen = ATicket.SomeCitizen(Platform.Facebook, Friday);
        var other = ATicket.In(TicketStatus.InProgress, Friday, citizen);
        var merged = ATicket.In(TicketStatus.Assigned, Friday, citizen).MergedInto(other, Monday).Ticket;

        var refused = RefusedAndUnchanged(merged, () => Do(move, merged, Monday.AddMonths(1)));

        Assert.Equal(Refusal.TicketWasMerged, refused.Refusal);
        Assert.Equal(other.Ticket.Number, refused.Facts["into"]);
        Assert.Equal(TicketStatus.Closed, merged.Status);
    }

    [Fact]
    public void The_table_names_each_move_at_most_once_for_each_status()
    {
        var pairs = Ticket.Moves.SelectMany(m => m.From.Select(from => (m.Move, from))).ToList();
        Assert.Equal(pairs.Count, pairs.Distinct().Count());
        Assert.Equal(Enum.GetValues<Move>().Order(), Ticket.Moves.Select(m => m.Move).Distinct().Order());
    }

    [Fact]
    public void Notes_are_written_at_any_time_even_on_ended_tickets()
    {
        foreach (var status in Enum.GetValues<TicketStatus>())
        {
            var ticket = ATicket.In(status, Friday).Ticket;
            var before = ticket.Unsaved.Count;
            ticket.Note("Keluarga menelepon", ATicket.Staff, Friday.AddMinutes(1));
            Assert.Equal(status, ticket.Status);
            Assert.IsType<NoteWritten>(ticket.Unsaved.Skip(before).Single().What);
        }
    }

    [Fact]
    public void Handing_over_to_the_directorate_that_has_it_is_refused()
    {
        var ticket = ATicket.In(TicketStatus.Assigned, Friday).Ticket;
        var refused = RefusedAndUnchanged(ticket, () => ticket.Transfer("JAMSOS", null, "Mohon", ATimetable.Seeded, ATicket.Staff, Monday));
        Assert.Equal(Refusal.AlreadyThere, refused.Refusal);
    }

    [Fact]
    public void An_officer_of_another_directorate_or_one_who_left_cannot_get_it()
    {
        var ticket = ATicket.In(TicketStatus.Assigned, Friday).Ticket;
        var gone = ATicket.AnOfficer("JAMSOS", "budi");
        gone.Change(gone.Name, gone.Roles, gone.Directorate, onDuty: false, active: false);

        Assert.Equal(Refusal.OfficerOfAnotherDirectorate, RefusedAndUnchanged(ticket, () => ticket.Assign(ATicket.AnOfficer("LANSIA", "ani"), ATicket.Staff, Monday)).Refusal);
        Assert.Equal(Refusal.OfficerNotActive, RefusedAndUnchanged(ticket, () => ticket.Assign(gone, ATicket.Staff, Monday)).Refusal);
    }

    [Fact]
    public void A_ticket_cannot_go_into_itself_nor_into_one_that_has_ended()
    {
        var citizen = ATicket.SomeCitizen(Platform.Facebook, Friday);
        var ended = ATicket.In(TicketStatus.Closed, Friday, citizen).Ticket;
        var ticket = ATicket.In(TicketStatus.Assigned, Friday, citizen).Ticket;

        Assert.Equal(Refusal.MergeIntoItself, RefusedAndUnchanged(ticket, () => ticket.MergeInto(ticket, ATimetable.Seeded, ATicket.Staff, Monday)).Refusal);
        Assert.Equal(Refusal.MergeTargetEnded, RefusedAndUnchanged(ticket, () => ticket.MergeInto(ended, ATimetable.Seeded, ATicket.Staff, Monday)).Refusal);
    }

    // ---- first response ----------------------------------------------------------------------------------------------------------------

    [Fact]
    public void A_normal_ticket_of_Friday_morning_is_due_by_the_end_of_Monday_and_of_the_next_Friday()
    {
        var ticket = ATicket.Opened(Friday);
        Assert.Equal(FirstResponseDue, ticket.Clock(ClockKind.FirstResponse).DueAt);
        Assert.Equal(ResolutionDue, ticket.Clock(ClockKind.Resolution).DueAt);
    }

    [Fact]
    public void An_urgent_ticket_is_due_in_an_hour_and_a_day_round_the_clock()
    {
        var night = Wib.At("2026-11-21 23:30");
        var ticket = ATicket.Opened(night, priority: Priority.Urgent);
        Assert.Equal(Wib.At("2026-11-22 00:30"), ticket.Clock(ClockKind.FirstResponse).DueAt);
        Assert.Equal(Wib.At("2026-11-22 23:30"), ticket.Clock(ClockKind.Resolution).DueAt);
    }

    [Fact]
    public void An_automatic_acknowledgement_meets_nothing()
    {
        var opened = ATicket.Opened(Friday).Routed("JAMSOS");
        var acknowledgement = new Notice(
            $"ack:{opened.Ticket.Number}", NoticeKind.Acknowledgement, opened.Ticket, opened.Conversation, Door.CommentReply, "c1", "u1", "Terima kasih", Actor.System, Friday
        );
        acknowledgement.BeginCall(Friday);
        acknowledgement.Arrived("p1", Friday.AddSeconds(3));

        Assert.All(opened.Ticket.Clocks, c => Assert.True(c.Runs));
        Assert.Equal(TicketStatus.Assigned, opened.Ticket.Status);
    }

    [Fact]
    public void The_first_words_of_a_person_meet_the_first_response_and_later_ones_do_not_move_it()
    {
        var answered = ATicket.Opened(Friday).Routed("JAMSOS").LookedAt(Monday).Answered().Answered(Monday.AddHours(1));
        var clock = answered.Clock(ClockKind.FirstResponse);

        Assert.Equal(Monday, clock.MetAt);
        // Friday 10:00–11:30 and 13:00–16:30, Monday 07:30–10:00.
        Assert.Equal(TimeSpan.FromHours(7.5), clock.Used);
        Assert.Null(clock.BreachedAt);
        Assert.Null(clock.NextAt);
        Assert.True(answered.Clock(ClockKind.Resolution).Runs);
    }

    [Fact]
    public void An_answer_at_the_due_instant_is_in_time_and_one_tick_later_is_late()
    {
        var onTime = ATicket.Opened(Friday).Routed("JAMSOS").Answered(FirstResponseDue);
        var late = ATicket.Opened(Friday).Routed("JAMSOS").Answered(FirstResponseDue.AddTicks(1));

        Assert.Null(onTime.Clock(ClockKind.FirstResponse).BreachedAt);
        Assert.Equal(FirstResponseDue, late.Clock(ClockKind.FirstResponse).BreachedAt);
    }

    [Theory]
    [InlineData(TicketStatus.WaitingOnCitizen)]
    [InlineData(TicketStatus.Resolved)]
    [InlineData(TicketStatus.Referred)]
    public void A_question_a_resolution_and_a_referral_are_words_to_the_citizen_too(TicketStatus status) =>
        Assert.Equal(Friday, ATicket.In(status, Friday).Clock(ClockKind.FirstResponse).MetAt);

    [Fact]
    public void Finding_a_ticket_invalid_answers_nobody_and_its_promises_fall_away()
    {
        var invalid = ATicket.Opened(Friday).Routed("JAMSOS").LookedAt(Monday).FoundInvalid();
        Assert.All(invalid.Ticket.Clocks, c => Assert.Equal((null, Monday, null), (c.MetAt, c.StoppedAt, c.NextAt)));
    }

    // ---- warnings and breaches ---------------------------------------------------------------------------------------------------------

    [Fact]
    public void Warnings_come_when_four_fifths_of_the_working_time_are_used()
    {
        var ticket = ATicket.Opened(Friday);
        // First response: 5 h on Friday and 7 h 30 min on Monday; four fifths are 10 h.
        Assert.Equal(Wib.At("2026-11-23 13:30"), ticket.Clock(ClockKind.FirstResponse).WarnAt);
        // Resolution: 5 h on the first Friday and five days of 7 h 30 min; four fifths are 34 h.
        Assert.Equal(Wib.At("2026-11-26 15:00"), ticket.Clock(ClockKind.Resolution).WarnAt);
    }

    [Fact]
    public void A_warning_is_due_at_its_instant_and_not_before()
    {
        var warnAt = Wib.At("2026-11-23 13:30");
        var ticket = ATicket.Opened(Friday).LookedAt(warnAt.AddTicks(-1));
        Assert.Null(ticket.Clock(ClockKind.FirstResponse).WarnedAt);
        Assert.Equal(warnAt, ticket.Clock(ClockKind.FirstResponse).NextAt);

        ticket.LookedAt(warnAt);

        Assert.Equal(warnAt, ticket.Clock(ClockKind.FirstResponse).WarnedAt);
        var warning = Assert.Single(ticket.Ticket.Unsaved, h => h.What is SlaWarning);
        Assert.Equal((warnAt, new SlaWarning(ticket.Ticket.Number, ClockKind.FirstResponse, 1, warnAt, FirstResponseDue)), (warning.At, warning.What));
    }

    [Fact]
    public void A_breach_carries_its_due_time_even_when_it_is_noticed_a_month_later()
    {
        var ticket = ATicket.Opened(Friday).LookedAt(Friday.AddMonths(1));

        Assert.Equal(FirstResponseDue, ticket.Clock(ClockKind.FirstResponse).BreachedAt);
        Assert.Equal(ResolutionDue, ticket.Clock(ClockKind.Resolution).BreachedAt);
        var breaches = ticket.Ticket.Unsaved.Where(h => h.What is SlaBreached).ToList();
        Assert.Equal([FirstResponseDue, ResolutionDue], breaches.Select(h => h.At));
        Assert.All(breaches, h => Assert.Equal(ActorKind.System, h.By.Kind));
        Assert.All(ticket.Ticket.Clocks, c => Assert.Null(c.NextAt));
    }

    [Fact]
    public void A_second_look_records_nothing_twice()
    {
        var ticket = ATicket.Opened(Friday).LookedAt(Friday.AddMonths(1));
        var before = (ticket.Ticket.Unsaved.Count, Snapshot(ticket.Ticket));

        ticket.LookedAt(Friday.AddMonths(1)).LookedAt(Friday.AddMonths(2));

        Assert.Equal(before, (ticket.Ticket.Unsaved.Count, Snapshot(ticket.Ticket)));
    }

    [Fact]
    public void Looking_exactly_at_the_due_time_finds_no_breach_and_aims_at_the_next_tick()
    {
        var clock = ATicket.Opened(Friday).LookedAt(FirstResponseDue).Clock(ClockKind.FirstResponse);
        Assert.Null(clock.BreachedAt);
        Assert.Equal(FirstResponseDue.AddTicks(1), clock.NextAt);
    }

    [Fact]
    public void Resolving_after_the_due_time_is_a_breach_at_the_due_time()
    {
        var late = ResolutionDue.AddHours(40);
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Answered(Monday).Resolved(late);
        var clock = ticket.Clock(ClockKind.Resolution);

        Assert.Equal((ResolutionDue, late), (clock.BreachedAt, clock.MetAt));
        var breach = Assert.Single(ticket.Ticket.Unsaved, h => h.What is SlaBreached { Clock: ClockKind.Resolution });
        Assert.Equal(ResolutionDue, breach.At);
    }

    // ---- waiting on the citizen --------------------------------------------------------------------------------------------------------

    [Fact]
    public void A_question_pauses_the_resolution_and_the_answer_leaves_as_much_working_time_as_there_was()
    {
        // Asked Monday 10:00: 42 h 30 min less 5 h of Friday and 2 h 30 min of Monday are 35 h left.
        var asked = ATicket.Opened(Friday).Routed("JAMSOS").Asked(Monday);
        var clock = asked.Clock(ClockKind.Resolution);
        Assert.Equal((Monday, null), (clock.PausedSince, clock.NextAt));

        // Answered Wednesday 10:00: 5 h that day, then Thursday, Friday, Monday and Tuesday of 7 h 30 min.
        var wednesday = Wib.At("2026-11-25 10:00");
        asked.Heard(wednesday);

        Assert.Equal(Wib.At("2026-12-01 16:00"), clock.DueAt);
        // 34 h less 7 h 30 min are 26 h 30 min: 5 h, 7 h 30 min, 7 h 30 min and 6 h 30 min of Monday.
        Assert.Equal(Wib.At("2026-11-30 15:00"), clock.WarnAt);
        Assert.Null(clock.PausedSince);
        Assert.Equal(new ClockPause(Monday, wednesday, "waiting-on-citizen", ResolutionDue), Assert.Single(clock.Pauses));
        Assert.Single(asked.Ticket.Unsaved, h => h.What is ClockAimed aimed && aimed.DueAt == clock.DueAt);
    }

    [Fact]
    public void Words_from_before_the_question_do_not_end_the_wait_and_want_an_answer()
    {
        var asked = ATicket.Opened(Friday, timetable: ATimetable.PromisingAlso(NextResponse)).Routed("JAMSOS").Asked(Monday);

        asked.Heard(Monday.AddMinutes(1), writtenAt: Monday.AddSeconds(-6));
        Assert.Equal(TicketStatus.WaitingOnCitizen, asked.Ticket.Status);
        Assert.Equal(Monday, asked.Clock(ClockKind.Resolution).PausedSince);
        Assert.Equal(Monday.AddMinutes(1), asked.Clock(ClockKind.NextResponse).StartedAt);

        asked.Heard(Monday.AddMinutes(2), writtenAt: Monday.AddSeconds(-5));
        Assert.Equal(TicketStatus.InProgress, asked.Ticket.Status);
        Assert.Null(asked.Clock(ClockKind.Resolution).PausedSince);
    }

    [Fact]
    public void A_time_of_writing_is_believed_for_a_day()
    {
        Assert.Equal(Friday, Message.Credible(Friday, Friday.AddDays(1).AddTicks(-1)));
        Assert.Null(Message.Credible(Friday, Friday.AddDays(1)));
    }

    [Fact]
    public void Time_spent_waiting_on_the_citizen_is_not_used()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Asked(Monday).Heard(Wib.At("2026-11-25 10:00")).Resolved(Wib.At("2026-11-25 11:00"));
        Assert.Equal(TimeSpan.FromHours(8.5), ticket.Clock(ClockKind.Resolution).Used);
    }

    [Fact]
    public void A_paused_promise_is_not_broken_however_long_the_citizen_takes()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Asked(Monday).LookedAt(Monday.AddMonths(3)).Resolved(Monday.AddMonths(3));
        Assert.Null(ticket.Clock(ClockKind.Resolution).BreachedAt);
        Assert.Equal(TimeSpan.FromHours(7.5), ticket.Clock(ClockKind.Resolution).Used);
    }

    [Fact]
    public void A_promise_broken_before_the_question_stays_broken_at_its_own_instant()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Asked(ResolutionDue.AddDays(3)).Heard(ResolutionDue.AddDays(5));
        var clock = ticket.Clock(ClockKind.Resolution);
        Assert.Equal((ResolutionDue, ResolutionDue), (clock.DueAt, clock.BreachedAt));
    }

    [Fact]
    public void A_question_at_the_due_instant_leaves_nothing_and_the_answer_is_due_at_once()
    {
        var heard = ResolutionDue.AddDays(3);
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Asked(ResolutionDue).Heard(heard);
        Assert.Equal((heard, null), (ticket.Clock(ClockKind.Resolution).DueAt, ticket.Clock(ClockKind.Resolution).BreachedAt));
    }

    [Fact]
    public void A_second_question_and_more_words_to_a_waiting_citizen_keep_the_pause()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Asked(Monday).Asked(Monday.AddHours(1)).Answered(Monday.AddHours(2));
        Assert.Equal(TicketStatus.WaitingOnCitizen, ticket.Ticket.Status);
        Assert.Equal(Monday, Assert.Single(ticket.Clock(ClockKind.Resolution).Pauses).From);
    }

    [Fact]
    public void Words_of_the_citizen_after_a_first_response_start_the_next_and_words_of_a_person_meet_it()
    {
        var ticket = ATicket.Opened(Friday, timetable: ATimetable.PromisingAlso(NextResponse)).Routed("JAMSOS").Heard(Friday.AddMinutes(5));
        Assert.DoesNotContain(ticket.Ticket.Clocks, c => c.Kind == ClockKind.NextResponse);

        ticket.Answered(Friday.AddHours(1)).Heard(Monday).Heard(Monday.AddHours(1));
        Assert.Equal((1, Monday, Wib.At("2026-11-24 16:00")), (ticket.Clock(ClockKind.NextResponse).Cycle, ticket.Clock(ClockKind.NextResponse).StartedAt, ticket.Clock(ClockKind.NextResponse).DueAt));

        ticket.Answered(Monday.AddHours(4)).Heard(Monday.AddDays(1));
        Assert.Equal(Monday.AddHours(4), ticket.Clock(ClockKind.NextResponse, cycle: 1).MetAt);
        Assert.True(ticket.Clock(ClockKind.NextResponse, cycle: 2).Runs);
    }

    // ---- handing over, ending, beginning anew ------------------------------------------------------------------------------------------

    [Fact]
    public void Handing_over_keeps_the_promise_to_the_citizen_and_ends_one_custody_for_the_next()
    {
        var ticket = ATicket.Opened(Friday, timetable: ATimetable.PromisingAlso(Custody)).Routed("JAMSOS").Transferred("PUSDATIN", Monday);

        Assert.Equal((FirstResponseDue, null), (ticket.Clock(ClockKind.FirstResponse).DueAt, ticket.Clock(ClockKind.FirstResponse).MetAt));
        Assert.Equal((1, ResolutionDue), (ticket.Clock(ClockKind.Resolution).Cycle, ticket.Clock(ClockKind.Resolution).DueAt));
        Assert.Equal(Monday, ticket.Clock(ClockKind.Custody, cycle: 1).MetAt);
        Assert.Equal((Monday, Wib.At("2026-11-25 16:00")), (ticket.Clock(ClockKind.Custody, cycle: 2).StartedAt, ticket.Clock(ClockKind.Custody, cycle: 2).DueAt));
    }

    [Fact]
    public void Handing_over_while_waiting_on_the_citizen_lets_the_resolution_go_on()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Asked(Monday).Transferred("PUSDATIN", Wib.At("2026-11-25 10:00"));
        Assert.Equal(TicketStatus.Assigned, ticket.Ticket.Status);
        Assert.Equal((null, Wib.At("2026-12-01 16:00")), (ticket.Clock(ClockKind.Resolution).PausedSince, ticket.Clock(ClockKind.Resolution).DueAt));
    }

    [Fact]
    public void Merging_stops_the_clocks_and_leaves_those_of_the_other_ticket()
    {
        var citizen = ATicket.SomeCitizen(Platform.Facebook, Friday);
        var other = ATicket.Opened(Friday, citizen: citizen).Routed("JAMSOS");
        var merged = ATicket.Opened(Friday, citizen: citizen).Routed("JAMSOS").LookedAt(Monday).MergedInto(other);

        Assert.All(merged.Ticket.Clocks, c => Assert.Equal((null, Monday, null, null), (c.MetAt, c.StoppedAt, c.BreachedAt, c.NextAt)));
        Assert.Equal((Monday, other.Ticket.Number), (merged.Ticket.ClosedAt, merged.Ticket.MergedInto));
        Assert.All(other.Ticket.Clocks, c => Assert.True(c.Runs));
        Assert.Contains(other.Ticket.Unsaved, h => h.What is MergedIn);
        merged.LookedAt(Monday.AddMonths(1));
        Assert.All(merged.Ticket.Clocks, c => Assert.Null(c.BreachedAt));
    }

    [Fact]
    public void A_promise_broken_before_a_merge_stays_broken()
    {
        var citizen = ATicket.SomeCitizen(Platform.Facebook, Friday);
        var other = ATicket.Opened(Friday, citizen: citizen).Routed("JAMSOS");
        var merged = ATicket.Opened(Friday, citizen: citizen).Routed("JAMSOS").MergedInto(other, FirstResponseDue.AddHours(1));
        Assert.Equal(FirstResponseDue, merged.Clock(ClockKind.FirstResponse).BreachedAt);
        Assert.Null(merged.Clock(ClockKind.Resolution).BreachedAt);
    }

    [Fact]
    public void A_resolved_ticket_may_be_objected_to_for_ten_days_and_an_ended_one_waits_for_nothing()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Resolved(Monday);
        Assert.Equal((Monday, Monday.AddDays(10), null), (ticket.Ticket.ResolvedAt, ticket.Ticket.ClosesAt, ticket.Ticket.ClosedAt));
        ticket.Closed(Monday.AddDays(10));
        Assert.Equal((Monday, null, Monday.AddDays(10)), (ticket.Ticket.ResolvedAt, ticket.Ticket.ClosesAt, ticket.Ticket.ClosedAt));
    }

    [Fact]
    public void Reopening_starts_a_new_cycle_and_keeps_the_old()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Resolved(Monday).Reopened(Wib.At("2026-11-30 10:00"));
        var (first, second) = (ticket.Clock(ClockKind.Resolution, cycle: 1), ticket.Clock(ClockKind.Resolution, cycle: 2));

        Assert.Equal((ResolutionDue, Monday, TimeSpan.FromHours(7.5)), (first.DueAt, first.MetAt, first.Used));
        Assert.Equal((Wib.At("2026-11-30 10:00"), Wib.At("2026-12-07 16:00"), null), (second.StartedAt, second.DueAt, second.MetAt));
        Assert.Equal((TicketStatus.Assigned, Monday, null), (ticket.Ticket.Status, ticket.Ticket.ResolvedAt, ticket.Ticket.ClosesAt));

        ticket.Resolved(Wib.At("2026-12-01 10:00"));
        Assert.Equal((Monday, Wib.At("2026-12-01 10:00")), (first.MetAt, second.MetAt));
    }

    [Fact]
    public void An_objection_reopens_and_thanks_do_not()
    {
        var thanked = ATicket.Opened(Friday).Routed("JAMSOS").Resolved(Monday).Heard(Monday.AddDays(1));
        Assert.Equal(TicketStatus.Resolved, thanked.Ticket.Status);

        var objected = ATicket.Opened(Friday, timetable: ATimetable.PromisingAlso(NextResponse)).Routed("JAMSOS").Resolved(Monday).Heard(Monday.AddDays(1), objects: true);
        Assert.Equal(TicketStatus.Assigned, objected.Ticket.Status);
        Assert.Equal(2, objected.Clock(ClockKind.Resolution).Cycle);
        Assert.True(objected.Clock(ClockKind.NextResponse).Runs);
        Assert.Single(objected.Ticket.Unsaved, h => h.What is TicketReopened { ByCitizen: true, Cycle: 2 });
    }

    [Fact]
    public void Reopening_puts_the_ticket_into_the_custody_of_its_directorate_again()
    {
        var ticket = ATicket.Opened(Friday, timetable: ATimetable.PromisingAlso(Custody)).Routed("JAMSOS").Resolved(Monday).Reopened(Monday.AddDays(1));
        Assert.Equal(Monday, ticket.Clock(ClockKind.Custody, cycle: 1).MetAt);
        Assert.Equal((Monday.AddDays(1), true), (ticket.Clock(ClockKind.Custody, cycle: 2).StartedAt, ticket.Clock(ClockKind.Custody, cycle: 2).Runs));
    }

    [Fact]
    public void Reopening_what_was_found_invalid_unanswered_owes_the_first_words_again()
    {
        var ticket = ATicket.Opened(Friday, timetable: ATimetable.PromisingAlso(NextResponse)).Routed("JAMSOS").FoundInvalid(Friday.AddHours(1)).Reopened(Monday);
        Assert.Equal((2, Wib.At("2026-11-24 16:00")), (ticket.Clock(ClockKind.FirstResponse).Cycle, ticket.Clock(ClockKind.FirstResponse).DueAt));

        ticket.Heard(Monday.AddMinutes(5));
        Assert.DoesNotContain(ticket.Ticket.Clocks, c => c.Kind == ClockKind.NextResponse);
        ticket.Answered(Monday.AddHours(1));
        Assert.Equal(Monday.AddHours(1), ticket.Clock(ClockKind.FirstResponse).MetAt);
    }

    [Fact]
    public void Reopening_what_was_answered_before_it_was_found_invalid_owes_no_first_words()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS").Answered(Friday).FoundInvalid(Friday.AddHours(1)).Reopened(Monday);
        Assert.Equal(1, ticket.Clock(ClockKind.FirstResponse).Cycle);
    }

    [Fact]
    public void A_policy_that_promises_no_resolution_is_refused_because_its_tickets_could_not_be_resolved()
    {
        var refused = Assert.Throws<RefusedException>(() => new SlaPolicy("half", 1, "Setengah", Friday, [new(ClockKind.FirstResponse, "P1WD", "NASIONAL")]));
        Assert.Equal(Refusal.Invalid, refused.Refusal);
    }

    // ---- helpers -----------------------------------------------------------------------------------------------------------------------

    private static void Do(Move move, Ticket ticket, DateTimeOffset at)
    {
        var timetable = ATimetable.Seeded;
        switch (move)
        {
            case Move.Route:
                ticket.Route("PUSDATIN", null, "rule", timetable, Actor.System, at);
                break;
            case Move.Assign:
                ticket.Assign(ticket.Directorate is { } directorate ? ATicket.AnOfficer(directorate, "siti") : null, ATicket.Staff, at);
                break;
            case Move.Transfer:
                ticket.Transfer("PUSDATIN", null, "Mohon ditindaklanjuti", timetable, ATicket.Staff, at);
                break;
            case Move.Answer:
                ticket.AnswerCitizen(inPublic: true, timetable, ATicket.Staff, at);
                break;
            case Move.Ask:
                ticket.Ask(inPublic: true, timetable, ATicket.Staff, at);
                break;
            case Move.Classify:
                ticket.Classify(null, null, Sp4nClass.Supervisory, null, timetable, ATicket.Staff, at);
                break;
            case Move.Hear:
                ticket.Hear(objects: false, timetable, Actor.Citizen(ticket.Citizen), at);
                break;
            case Move.HearLate:
                ticket.HearLate(timetable, Actor.Citizen(ticket.Citizen), at);
                break;
            case Move.Resolve:
                ticket.Resolve("Sudah cair", timetable, ATicket.Staff, at);
                break;
            case Move.Close:
                ticket.Close(ATicket.Staff, at);
                break;
            case Move.Reopen:
                ticket.Reopen("Ternyata belum", timetable, ATicket.Staff, at);
                break;
            case Move.Refer:
                ticket.Refer("SP4N-LAPOR!", "Kewenangan daerah", timetable, ATicket.Staff, at);
                break;
            case Move.Invalidate:
                ticket.Invalidate("Bukan aduan", timetable, ATicket.Staff, at);
                break;
            case Move.Merge:
                ticket.MergeInto(ATicket.Opened(at, citizen: ticket.Citizen).Ticket, timetable, ATicket.Staff, at);
                break;
            default:
                throw new InvalidOperationException($"No verb for {move}.");
        }
    }

    private static RefusedException RefusedAndUnchanged(Ticket ticket, Action verb)
    {
        var (before, recorded) = (Snapshot(ticket), ticket.Unsaved.Count);
        var refused = Assert.Throws<RefusedException>(verb);
        Assert.Equal(before, Snapshot(ticket));
        Assert.Equal(recorded, ticket.Unsaved.Count);
        return refused;
    }

    private static string Snapshot(Ticket ticket) => JsonSerializer.Serialize(ticket);
}
