using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
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
        // As the endpoints write JSON, not as MVC would: values of a list by their names.
        services.AddTransient<ISerializerDataContractResolver>(s => new JsonSerializerDataContractResolver(
            s.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions
        ));
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
            o.UseAllOfToExtendReferenceSchemas();
            o.SchemaFilter<WhatIsRequired>();
            o.CustomSchemaIds(SchemaName);
            foreach (var assembly in new[] { typeof(Ticket).Assembly, typeof(Swagger).Assembly })
                if (Path.ChangeExtension(assembly.Location, ".xml") is var xml && File.Exists(xml))
                    o.IncludeXmlComments(xml);
            o.OperationFilter<WhoMayAndHowItRefuses>();
            o.OperationFilter<SwaggerExamples>();
            o.OperationFilter<WhichVersionWasSeen>();
            o.DocumentFilter<BesideTheApi>();
        });
    }

    /// <summary><c>/swagger</c>.</summary>
    public static void UseTicketsSwagger(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(o => o.DocumentTitle = "Tickets API");
    }

    // Names that a client generated from the document can use as they are: TicketView, PageOfTicketView.
    internal static string SchemaName(Type type)
    {
        var own = (type.DeclaringType is { } outer ? SchemaName(outer) : "") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{own}Of{string.Concat(type.GetGenericArguments().Select(SchemaName))}" : own;
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
            var problem = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
            Refusal(operation, problem, "400", "The request is not well-formed or breaks a rule of shape.", "Invalid");
            Refusal(operation, problem, "401", "No valid key.", "unauthenticated");
            Refusal(operation, problem, "403", "The key's roles do not allow it.", "NotAllowed");
            if (context.ApiDescription.RelativePath?.Contains('{', StringComparison.Ordinal) == true)
                Refusal(operation, problem, "404", "It does not exist, or the key may not see it.", "NotFound");
            if (context.ApiDescription.HttpMethod is not "GET")
                Refusal(operation, problem, "409", "The state does not allow it, or somebody was faster; `refusal` names the reason.", "MoveNotAllowed");
        }

        private static void Refusal(OpenApiOperation operation, IOpenApiSchema problem, string status, string description, string name) =>
            operation.Responses![status] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = problem,
                        Example = new JsonObject
                        {
                            ["type"] = "urn:tickets:refusal:" + name,
                            ["title"] = Domain.Words.Sentences.Say("en", "refusal." + name).Split('|')[0],
                            ["detail"] = Domain.Words.Sentences.Say("en", "refusal." + name).Split('|')[1],
                            ["status"] = int.Parse(status),
                            ["refusal"] = name,
                        },
                    },
                },
            };
    }
}

/// <summary>How the service says no: problem details (RFC 9457), in the reader's language.</summary>
/// <param name="Type"><c>urn:tickets:refusal:{name}</c>.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What it is in this case, for people.</param>
/// <param name="Instance">The path that was asked for.</param>
/// <param name="Refusal">Its name: what programs look at.</param>
/// <param name="TraceId">To be named when reporting a fault.</param>
/// <param name="Errors">What is wrong with each field, when the shape is.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string Instance, string Refusal, string TraceId, IReadOnlyDictionary<string, string[]>? Errors);
