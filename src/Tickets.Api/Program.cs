using Tickets.Api.Hosting;
using Tickets.Domain.Hosting;
using Tickets.Domain.Platforms;
using Tickets.Workers.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.Sources.Add(new StoredSettings());
builder.AddOperation("tickets-api");
builder.Services.AddTicketsDomain(builder.Configuration);
builder.AddTicketsApi();

var app = builder.Build();
app.UseTicketsApi();
await app.Prepare();
await app.RunAsync();
