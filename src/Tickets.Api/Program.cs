using Tickets.Api.Hosting;
using Tickets.Domain.Hosting;
using Tickets.Workers.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddOperation("tickets-api");
builder.Services.AddTicketsDomain(builder.Configuration);
builder.AddTicketsApi();

var app = builder.Build();
app.UseTicketsApi();
await app.Prepare();
await app.RunAsync();
