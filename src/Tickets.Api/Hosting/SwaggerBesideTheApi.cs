using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Tickets.Api.Endpoints;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Hosting;

/// <summary>Which version was seen, in the header of every change that heeds it.</summary>
internal sealed class WhichVersionWasSeen : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var limit in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.Name == "limit") ?? [])
        {
            limit.Description = "1 to 200 rows; 50 unless told.";
            if (limit.Schema is OpenApiSchema rows)
                (rows.Minimum, rows.Maximum) = ("1", "200");
        }

        var changes = context.ApiDescription.HttpMethod == "PUT" || (context.ApiDescription.HttpMethod == "POST" && context.ApiDescription.RelativePath?.Contains('{', StringComparison.Ordinal) == true);
        var heeds = changes && context.ApiDescription.ParameterDescriptions.Any(p => p.Type?.GetProperty("Version") is not null);
        if (!heeds && !context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<HeedsVersion>().Any())
            return;
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = "If-Match",
                In = ParameterLocation.Header,
                Description = "The version that was seen, as `\"3\"`; several by comma; `*` for whatever there is. Another one now is answered 409 `SomebodyWasFaster`.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create("\"3\""),
            }
        );
    }
}

/// <summary>What the service answers beside its API: the platforms' webhooks, and whether it is up. Neither takes a key.</summary>
internal sealed class BesideTheApi : IDocumentFilter
{
    private const string Plain = "text/plain";
    private const string Json = "application/json";
    private const string InHexadecimal = "`sha256=` and the HMAC of the body's bytes, in hexadecimal digits.";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        Webhook(
            swaggerDoc,
            "/webhooks/meta",
            Handshake(),
            Delivery("A delivery of Facebook, Messenger or Instagram, signed with the app secret", MetaSignature.Header, InHexadecimal, new JsonObject { ["object"] = "page", ["entry"] = new JsonArray() })
        );
        Webhook(
            swaggerDoc,
            "/webhooks/whatsapp",
            Handshake(),
            Delivery(
                "A delivery of the WhatsApp Cloud API, signed with the app secret",
                MetaSignature.Header,
                InHexadecimal,
                new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray() }
            )
        );
        Webhook(
            swaggerDoc,
            "/webhooks/x",
            Operation(
                "Webhooks",
                "X's challenge (CRC): the token comes back signed with the consumer secret",
                [Query("crc_token", "the token, as X chose it")],
                ("200", "`response_token`: `sha256=` and the HMAC of the token, in base64.", Json, """{"response_token":"sha256=x0mYd8hz2goCTfcNAaMqENy2BFgJJfJOb4PdvTffpwg="}"""),
                ("403", "There is no secret, or it is no token (`HandshakeFailed`).", null, null)
            ),
            Delivery(
                "A delivery of X (account activity and v2 shapes), signed with the consumer secret",
                XSignature.Header,
                "`sha256=` and the HMAC of the body's bytes, in base64.",
                new JsonObject { ["for_user_id"] = "7001", ["tweet_create_events"] = new JsonArray() }
            )
        );
        Health(swaggerDoc, "/health/live", "Whether the process answers");
        Health(swaggerDoc, "/health/ready", "Whether it can work: database and bus are reached");
    }

    private static void Webhook(OpenApiDocument document, string path, OpenApiOperation handshake, OpenApiOperation delivery) =>
        document.Paths.Add(path, new OpenApiPathItem { Operations = new() { [HttpMethod.Get] = handshake, [HttpMethod.Post] = delivery } });

    private static OpenApiOperation Handshake() =>
        Operation(
            "Webhooks",
            "Meta's handshake: the challenge comes back when the verify token is ours",
            [Query("hub.mode", "subscribe"), Query("hub.verify_token", "the verify token"), Query("hub.challenge", "1158201444")],
            ("200", "The challenge, as it was sent.", Plain, "1158201444"),
            ("403", "Mode or token do not match (`HandshakeFailed`).", null, null)
        );

    private static OpenApiOperation Delivery(string summary, string header, string signature, JsonObject example)
    {
        var delivery = Operation(
            "Webhooks",
            summary,
            [
                new OpenApiParameter
                {
                    Name = header,
                    In = ParameterLocation.Header,
                    Required = true,
                    Description = signature,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            ],
            ("200", "It is on the disk, and is read after. There is no body.", null, null),
            ("400", "It is not JSON in UTF-8 (`NotJson`).", null, null),
            ("401", "It is not signed with the secret (`BadSignature`).", null, null),
            ("413", "It is larger than 1 MiB (`TooLarge`).", null, null)
        );
        delivery.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Example = example,
                },
            },
        };
        return delivery;
    }

    private static void Health(OpenApiDocument document, string path, string summary) =>
        document.Paths.Add(
            path,
            new OpenApiPathItem
            {
                Operations = new()
                {
                    [HttpMethod.Get] = Operation("Health", summary, [], ("200", "It is.", Plain, "Healthy"), ("503", "It is not.", Plain, "Unhealthy")),
                },
            }
        );

    private static OpenApiParameter Query(string name, string example) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create(example),
        };

    private static OpenApiOperation Operation(string tag, string summary, List<IOpenApiParameter> parameters, params (string Status, string Description, string? Type, string? Example)[] answers)
    {
        var operation = new OpenApiOperation { Summary = summary, Parameters = parameters, Tags = new HashSet<OpenApiTagReference> { new(tag) }, Responses = [] };
        foreach (var (status, description, type, example) in answers)
            operation.Responses[status] = new OpenApiResponse
            {
                Description = description,
                Content = type is null
                    ? null
                    : new Dictionary<string, IOpenApiMediaType>
                    {
                        [type] =
                            type == Json
                                ? new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse(example!) }
                                : new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(example) },
                    },
            };
        return operation;
    }
}
