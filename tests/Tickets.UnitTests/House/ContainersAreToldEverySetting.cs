using System.Reflection;
using System.Text.RegularExpressions;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.House;

/// <summary>What can be set can be set in the containers too: a key that the compose file does not pass on, nobody there can set.</summary>
public partial class ContainersAreToldEverySetting
{
    // Fakes on the loopback, what renewing writes, and how a poll is paced: for tests and for who changes the compose file itself.
    private static readonly string[] NotForEverybody = ["BaseUrl", "AuthorizeUrl", "TokenUrl", "TokenExpiresAt", "PollSeconds", "DailyQuota"];

    private static readonly string Compose = Repository.Texts("infra", ".yaml")["infra/compose.yaml"];

    [Fact]
    public void The_compose_file_passes_on_every_setting_of_the_product()
    {
        var images = string.Concat(Repository.Texts("infra", "Dockerfile").Values);

        Expect.Nothing(KeysOf(typeof(TicketsSettings), "Tickets").Where(key => !Compose.Contains($"{key}:", StringComparison.Ordinal) && !images.Contains($"{key}=", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_compose_file_and_the_template_of_the_secret_name_every_setting_of_the_platforms()
    {
        var secret = Repository.Texts("infra", ".yaml")["infra/kubernetes/secret.example.yaml"];

        Expect.Nothing(Platforms().Where(key => !Compose.Contains($"{key}:", StringComparison.Ordinal)).Select(key => $"compose.yaml: {key}"));
        Expect.Nothing(Platforms().Where(key => !secret.Contains($"{key}:", StringComparison.Ordinal)).Select(key => $"secret.example.yaml: {key}"));
    }

    [Fact]
    public void Single_sign_on_is_set_as_the_first_page_says()
    {
        var listed = SingleSignOn().Match(Repository.Texts("", ".md")["README.md"]).Groups[1].Value.Split(',');

        Assert.Contains("ClientSecret", listed);
        Expect.Nothing(listed.Select(field => $"Tickets__Access__OAuth__{field}").Where(key => !Compose.Contains($"{key}:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Whatever_the_compose_file_takes_from_the_environment_the_example_explains()
    {
        var example = Repository.Texts("infra", ".example")["infra/.env.example"].Split('\n');

        Expect.Nothing(Taken().Matches(Compose).Select(m => m.Groups[1].Value).Distinct().Where(name => !example.Any(line => line.StartsWith(name + "=", StringComparison.Ordinal))));
    }

    [Fact]
    public void Workers_are_given_the_time_to_finish_what_they_send()
    {
        var grace = Grace().Match(Compose);

        Assert.True(grace.Success && int.Parse(grace.Groups[1].Value) > 20 + 15, "a call takes 15 s, stopping 20");
        Assert.Equal(2, Compose.Split("<<: *confined").Length - 1);
    }

    private static IEnumerable<string> Platforms() =>
        from section in (Type[])[typeof(MetaOptions), typeof(WhatsAppOptions), typeof(XOptions), typeof(YouTubeOptions)]
        from property in section.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite && !NotForEverybody.Contains(property.Name)
        select $"Tickets__Platforms__{section.Name[..^"Options".Length]}__{property.Name}";

    private static IEnumerable<string> KeysOf(Type settings, string above) =>
        settings.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(p => p.PropertyType.Assembly == settings.Assembly && p.PropertyType.IsClass ? KeysOf(p.PropertyType, $"{above}__{p.Name}") : [$"{above}__{p.Name}"]);

    [GeneratedRegex(@"Tickets__Access__OAuth__\{([\w,]+)\}", RegexOptions.None, 1000)]
    private static partial Regex SingleSignOn();

    [GeneratedRegex(@"(?<!\$)\$\{(\w+)", RegexOptions.None, 1000)]
    private static partial Regex Taken();

    [GeneratedRegex(@"stop_grace_period: (\d+)s", RegexOptions.None, 1000)]
    private static partial Regex Grace();
}
