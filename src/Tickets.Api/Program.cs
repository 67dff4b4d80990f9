using Tickets.Api.Hosting;
using Tickets.Domain;
using Tickets.Domain.Hosting;
using Tickets.Domain.Platforms;
using Tickets.Workers.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.Sources.Add(new StoredSettings());
builder.AddOperation("tickets-api");
var settings = TicketsSettings.From(builder.Configuration);
if (settings.WhatIsMissing(apart: settings.Workers == WorkersKind.Separate, builder.Environment.IsProduction()) is { } missing)
{
    Console.Error.WriteLine(missing);
    return 1;
}

builder.Services.AddTicketsDomain(builder.Configuration);
builder.AddTicketsApi();

var app = builder.Build();
app.UseTicketsApi();
await app.Prepare();
await app.RunAsync();
return 0;
