# Built from the root of the repository:  docker build -f infra/Api.Dockerfile .
FROM node:22-slim AS web
WORKDIR /source/src/Tickets.Web
COPY src/Tickets.Web/package.json src/Tickets.Web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY src/Tickets.Web/ ./
RUN npm run bundle

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.* BannedSymbols.txt .editorconfig ./
# Project files first: a change in code alone keeps the layer with the restored packages.
COPY src/Tickets.Domain/Tickets.Domain.csproj src/Tickets.Domain/
COPY src/Tickets.Workers/Tickets.Workers.csproj src/Tickets.Workers/
COPY src/Tickets.Api/Tickets.Api.csproj src/Tickets.Api/
RUN dotnet restore src/Tickets.Api -p:FullFeed=true
COPY src/ src/
COPY --from=web /source/src/Tickets.Api/wwwroot/app/ src/Tickets.Api/wwwroot/app/
RUN dotnet publish src/Tickets.Api -c Release -p:FullFeed=true -p:BuildStaffApp=false --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./
# The diagnostics socket is the one thing the runtime would write outside the volumes and /tmp.
ENV ASPNETCORE_URLS=http://+:8080 \
    DOTNET_EnableDiagnostics=0 \
    Tickets__DataDirectory=/data \
    Tickets__MediaDirectory=/media \
    Tickets__KeyDirectory=/keys
RUN mkdir /data /media /keys && chown $APP_UID /data /media /keys
VOLUME /data /media /keys
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["dotnet", "Tickets.Api.dll"]
