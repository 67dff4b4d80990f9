using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Tickets.Api.Access;
using Tickets.Domain;

namespace Tickets.Api.Hosting;

internal static class Swagger
{
    /// <summary>The OpenAPI document, with what each endpoint needs and how it says no.</summary>
    public static void AddTicketsSwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(o =>
        {
            o.SwaggerDoc(
                "v1",
                new OpenApiInfo
                {
                    Title = "Tickets",
                    Version = "v1",
                    Description = "Complaint and citizen-response ticketing. Times are ISO 8601 with offset; lists are paged by cursor; errors are problem details (RFC 9457) with `refusal` naming the reason.",
                }
            );
            o.AddSecurityDefinition("key", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." });
            o.SupportNonNullableReferenceTypes();
            o.CustomSchemaIds(t => t.FullName!.Replace("Tickets.Domain.", "", StringComparison.Ordinal).Replace("Tickets.Api.", "", StringComparison.Ordinal).Replace('+', '.'));
            foreach (var assembly in new[] { typeof(Ticket).Assembly, typeof(Swagger).Assembly })
                if (Path.ChangeExtension(assembly.Location, ".xml") is var xml && File.Exists(xml))
                    o.IncludeXmlComments(xml);
            o.OperationFilter<WhoMayAndHowItRefuses>();
        });
    }

    /// <summary><c>/swagger</c>.</summary>
    public static void UseTicketsSwagger(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(o => o.DocumentTitle = "Tickets API");
    }

    private sealed class WhoMayAndHowItRefuses : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<NeedsRole>().FirstOrDefault() is not { } needs)
                return;
            operation.Description = $"{operation.Description}\n\nRoles: {string.Join(", ", RoleNames.Of(needs.Roles))}.".Trim();
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", context.Document)] = [] }];
            operation.Responses ??= [];
            Refusal(operation, "400", "The request is not well-formed or breaks a rule of shape.", "Invalid");
            Refusal(operation, "401", "No valid key.", "unauthenticated");
            Refusal(operation, "403", "The key's roles do not allow it.", "NotAllowed");
            if (context.ApiDescription.RelativePath?.Contains('{', StringComparison.Ordinal) == true)
                Refusal(operation, "404", "It does not exist, or the key may not see it.", "NotFound");
            if (context.ApiDescription.HttpMethod is not "GET")
                Refusal(operation, "409", "The state does not allow it, or somebody was faster; `refusal` names the reason.", "MoveNotAllowed");
        }

        private static void Refusal(OpenApiOperation operation, string status, string description, string name) =>
            operation.Responses![status] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Example = new JsonObject
                        {
                            ["type"] = "urn:tickets:refusal:" + name,
                            ["title"] = Domain.Words.Sentences.Say("en", "refusal." + name).Split('|')[0],
                            ["status"] = int.Parse(status),
                            ["refusal"] = name,
                        },
                    },
                },
            };
    }
}
