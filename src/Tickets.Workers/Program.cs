using Tickets.Domain;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Workers.Hosting;

var builder = WebApplication.CreateBuilder(args);
// The Api's settings file lies beside ours when both are published to one place.
builder.Configuration.AddJsonFile("workers.json", optional: true);
builder.WebHost.UseUrls(builder.Configuration["urls"] ?? builder.Configuration["ASPNETCORE_URLS"] ?? "http://127.0.0.1:5081");
// Whoever runs here runs apart from the Api, said or not.
builder.Configuration["Tickets:Workers"] = nameof(WorkersKind.Separate);
builder.Configuration.Sources.Add(new StoredSettings());
builder.AddOperation("tickets-workers");
if (TicketsSettings.From(builder.Configuration).WhatIsMissing(apart: true, builder.Environment.IsProduction()) is { } missing)
{
    Console.Error.WriteLine(missing);
    return 1;
}

builder.Services.AddTicketsDomain(builder.Configuration);
builder.Services.AddTicketsWorkers(builder.Configuration);

var app = builder.Build();
app.MapHealth();
await PrepareDatabase.Run(app.Services, app.Lifetime.ApplicationStopping);
await app.RunAsync();
return 0;
