using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Words;

namespace Tickets.UnitTests.Words;

public sealed class HistoryTests
{
    [Fact]
    public void Instants_and_clocks_are_told_as_people_say_them() =>
        Assert.Equal(
            "Lewat tenggat penyelesaian: Sel, 24 Nov 2026 15.20 WIB.",
            Say(new SlaBreached("KMS-2026-000001", ClockKind.Resolution, 1, new(2026, 11, 24, 8, 20, 0, TimeSpan.Zero)), "id")
        );

    [Fact]
    public void A_setting_is_told_with_what_it_says_now() =>
        Assert.Equal("Setting User budi: changed (officer @ JAMSOS).", Say(new SettingChanged("user", "budi", "changed", "officer @ JAMSOS"), "en"));

    [Fact]
    public void What_has_no_value_is_a_dash() => Assert.Equal("Officer: –.", Say(new TicketAssigned("KMS-2026-000001", null), "en"));

    [Fact]
    public void An_event_of_a_newer_version_is_told_by_its_name() => Assert.Equal("TicketSang", History.Say("TicketSang", "{}", "id"));

    [Fact]
    public void Every_event_has_its_words_in_both_languages()
    {
        foreach (var language in Sentences.Languages)
            Assert.All(TicketEventNames.All, e => Assert.NotNull(Sentences.Find(language, "history." + e.Name)));
    }

    [Fact]
    public void Both_languages_say_the_same_things() => Assert.Equal(Sentences.Keys("id").Order(), Sentences.Keys("en").Order());

    [Fact]
    public void Every_refusal_has_a_title_and_a_detail_in_both_languages()
    {
        foreach (var language in Sentences.Languages)
            Assert.All(Enum.GetNames<Refusal>(), name => Assert.Equal(2, Sentences.Find(language, "refusal." + name)?.Split('|').Length));
    }

    private static string Say(TicketEvent what, string language) =>
        History.Say(what.GetType().Name, JsonSerializer.Serialize(what, what.GetType(), TicketEventNames.Json), language);
}
