# Built from the root of the repository:  docker build -f infra/Workers.Dockerfile .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.* BannedSymbols.txt .editorconfig ./
# Project files first: a change in code alone keeps the layer with the restored packages.
COPY src/Tickets.Domain/Tickets.Domain.csproj src/Tickets.Domain/
COPY src/Tickets.Workers/Tickets.Workers.csproj src/Tickets.Workers/
RUN dotnet restore src/Tickets.Workers -p:FullFeed=true
COPY src/ src/
RUN dotnet publish src/Tickets.Workers -c Release -p:FullFeed=true --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./
# The port serves health alone; nothing outside the container's network needs it.
ENV ASPNETCORE_URLS=http://+:8081 \
    DOTNET_EnableDiagnostics=0 \
    Tickets__MediaDirectory=/media \
    Tickets__KeyDirectory=/keys
RUN mkdir /media /keys && chown $APP_UID /media /keys
VOLUME /media /keys
USER $APP_UID
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8081/health/ready"]
ENTRYPOINT ["dotnet", "Tickets.Workers.dll"]
