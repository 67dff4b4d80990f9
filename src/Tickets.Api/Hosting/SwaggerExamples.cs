using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Tickets.Api.Endpoints;
using Tickets.Domain.Audit;
using Tickets.Domain.Reporting;

namespace Tickets.Api.Hosting;

/// <summary>What goes in and comes out, shown by example: <c>examples.json</c> has one for each shape, and lists are made of them.</summary>
internal sealed class SwaggerExamples(IOptions<JsonOptions> json) : IOperationFilter
{
    private const string Page = "PageOf";
    private const string Labels = "id\tsource\ttext\tneeds_help\ttopic\turgent\n12\tdecisions#12\tmin tolong, PKH ibu saya belum cair, hubungi nomor\tyes\tpkh\tno\n";
    private static readonly JsonObject ByShape = Read();

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var (type, media) in operation.RequestBody?.Content ?? new Dictionary<string, IOpenApiMediaType>())
            Show(type, media);
        foreach (var (_, response) in operation.Responses?.Where(r => r.Key.StartsWith('2')) ?? [])
            foreach (var (type, media) in response.Content ?? new Dictionary<string, IOpenApiMediaType>())
                Show(type, media);
    }

    private void Show(string type, IOpenApiMediaType media)
    {
        if (media is not OpenApiMediaType shown || shown.Example is not null)
            return;
        if (type is MediaEndpoints.Bytes or ReportEndpoints.Xlsx)
        {
            shown.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            shown.Example = JsonValue.Create(type == MediaEndpoints.Bytes ? "\u0089PNG…" : "PK…");
            return;
        }

        shown.Example = type == "text/tab-separated-values" ? JsonValue.Create(Labels) : Of(shown.Schema);
        if (type != "text/csv" || shown.Example is not { } example)
            return;
        shown.Example = AsCsv(example, (shown.Schema?.Items as OpenApiSchemaReference)?.Reference.Id);
        // What has columns is no object.
        shown.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
    }

    // Null for a shape that nobody has given an example; a test looks.
    private static JsonNode? Of(IOpenApiSchema? schema)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } shape })
            return shape.StartsWith(Page, StringComparison.Ordinal) ? List(shape[Page.Length..]) : Named(shape);
        if (schema?.AllOf is [{ } only])
            return Of(only);
        return schema?.Items is { } items && Of(items) is { } item ? new JsonArray(item) : null;
    }

    private static JsonObject? List(string shape) => Named(shape) is { } item ? new JsonObject { ["items"] = new JsonArray(item), ["next"] = "bDo0ODE" } : null;

    private static JsonNode? Named(string shape) =>
        shape == nameof(SlaStatistics)
            ? new JsonObject
            {
                ["from"] = "2026-11-01T00:00:00+07:00",
                ["to"] = "2026-12-01T00:00:00+07:00",
                ["asOf"] = "2026-12-01T08:00:00+07:00",
                ["groupBy"] = new JsonArray("directorate", "month"),
                ["groups"] = new JsonArray(Named(nameof(SlaFigures))),
                ["total"] = Total(),
            }
            : ByShape[shape]?.DeepClone();

    private static JsonNode Total()
    {
        var total = ByShape[nameof(SlaFigures)]!.DeepClone();
        total["key"] = new JsonObject();
        return total;
    }

    private JsonValue AsCsv(JsonNode example, string? rows)
    {
        using var written = new MemoryStream();
        var options = json.Value.SerializerOptions;
        var writing =
            rows == nameof(ListedEvent) ? AuditCsv.Write(example.Deserialize<ListedEvent[]>(options)!.ToAsyncEnumerable(), written, CancellationToken.None)
            : rows is not null ? ReportCsv.Write(example.Deserialize<CaseRow[]>(options)!.ToAsyncEnumerable(), written, CancellationToken.None)
            : ReportCsv.Write(example.Deserialize<SlaStatistics>(options)!, written, CancellationToken.None);
        writing.GetAwaiter().GetResult();
        return JsonValue.Create(Encoding.UTF8.GetString(written.ToArray()).TrimStart('\uFEFF'));
    }

    private static JsonObject Read()
    {
        using var file = typeof(SwaggerExamples).Assembly.GetManifestResourceStream("Tickets.Api.Hosting.examples.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}

/// <summary>
/// What is always there and what can be null, for clients that are generated from the document. Answers have every property, null or not; of what is sent, only
/// that is required without which it is refused.
/// </summary>
internal sealed class WhatIsRequired : ISchemaFilter
{
    private static readonly Dictionary<string, string[]> Sent = new()
    {
        ["AccessEndpointsKeyBody"] = ["name"],
        ["AccessEndpointsUserBody"] = ["name", "roles"],
        ["AssessBody"] = ["text"],
        ["AssignmentBody"] = ["officer"],
        ["ClosureBody"] = [],
        ["DismissalBody"] = ["reason"],
        ["LinkBody"] = [],
        ["MergeBody"] = ["into"],
        ["NoteBody"] = ["text"],
        ["NoticeEndpointsApprovalBody"] = [],
        ["NoticeEndpointsProofBody"] = ["reason"],
        ["NoticeEndpointsReasonBody"] = ["reason"],
        ["NoticeEndpointsTemplateBody"] = ["text"],
        ["OpenTicketBody"] = [],
        ["OrganisationEndpointsDirectorateBody"] = ["name"],
        ["OrganisationEndpointsProgrammeBody"] = ["name", "topic"],
        ["OrganisationEndpointsRoutingRuleBody"] = ["directorate"],
        ["OrganisationEndpointsTrialBody"] = ["text"],
        ["OrganisationEndpointsTopicBody"] = ["name", "nameEn"],
        ["ReasonBody"] = ["reason"],
        ["RetentionEndpointsRetentionBody"] = ["removedDays"],
        ["ReferralBody"] = ["agency", "reason"],
        ["ResolutionBody"] = ["answer"],
        ["SlaEndpointsCalendarBody"] = ["name", "definition"],
        ["SlaEndpointsSimulationBody"] = [],
        ["SlaEndpointsDecreeBody"] = ["definition", "effectiveFrom", "reason"],
        ["AccessEndpointsAbsenceBody"] = [],
        ["ClassificationBody"] = [],
        ["SlaEndpointsDueBody"] = ["calendar", "from", "duration"],
        ["SlaEndpointsElapsedBody"] = ["calendar", "from", "to"],
        ["SlaEndpointsPolicyBody"] = ["name", "targets"],
        ["DeskEndpointsClaimBody"] = [],
        ["DeskEndpointsDeletionRequestBody"] = ["message"],
        ["DeskEndpointsDisclosureBody"] = [],
        ["DeskEndpointsInboxReplyBody"] = ["text"],
        ["DeskEndpointsPersonBody"] = ["citizen"],
        ["DeskEndpointsPreviewBody"] = ["for", "text"],
        ["DeskEndpointsRestBody"] = ["until"],
        ["DeskEndpointsSavedReplyBody"] = ["title", "text"],
        ["NoticeEndpointsChannelBody"] = ["settings"],
        ["ConnectionEndpointsConnectionBody"] = ["choice"],
        ["SessionEndpointsCodeBody"] = ["code"],
        ["SessionEndpointsConfirmBody"] = ["password"],
        ["SessionEndpointsLinkPasswordBody"] = ["login", "token", "password"],
        ["SessionEndpointsOwnPasswordBody"] = ["old", "new"],
        ["SessionEndpointsSignInBody"] = ["login", "password"],
        ["TransferBody"] = ["directorate", "instruction"],
        ["WordsBody"] = ["text"],
        ["ViewEndpointsViewBody"] = ["name", "filters"],
    };

    // Must be told, and may be told as null.
    private static readonly string[] EvenNull = ["AssignmentBody"];

    // Bodies of answers.
    private static readonly string[] Answered = ["SessionBody", "TicketBody", "SessionEndpointsAuthenticatorBody", "SessionEndpointsInvitationBody", "SessionEndpointsRecoveryBody"];

    // Told only when the shape is wrong.
    private static readonly string[] NotAlways = ["errors"];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } properties } shape || context.MemberInfo is not null)
            return;
        var nullability = new NullabilityInfoContext();
        foreach (var own in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !p.PropertyType.IsValueType))
            if (
                nullability.Create(own).ReadState == NullabilityState.NotNull
                && properties.TryGetValue(JsonNamingPolicy.CamelCase.ConvertName(own.Name), out var found)
                && found is OpenApiSchema { Type: not null } never
            )
                never.Type &= ~JsonSchemaType.Null;

        var name = Swagger.SchemaName(context.Type);
        if (!Sent.TryGetValue(name, out var needed))
        {
            if (name.EndsWith("Body", StringComparison.Ordinal) && !Answered.Contains(name))
                throw new InvalidOperationException($"Say in {nameof(Sent)} what {name} must have.");
            shape.Required = properties.Keys.Except(NotAlways).ToHashSet();
            return;
        }

        shape.Required = needed.ToHashSet();
        foreach (var always in needed)
            if (!EvenNull.Contains(name) && properties[always] is OpenApiSchema { Type: not null } property)
                property.Type &= ~JsonSchemaType.Null;
    }
}
