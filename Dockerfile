FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
# The projects alone first: packages are fetched again only when one of these files changes.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY VideoSaas.Domain/VideoSaas.Domain.csproj VideoSaas.Domain/
COPY VideoSaas.Web/VideoSaas.Web.csproj VideoSaas.Web/
RUN dotnet restore VideoSaas.Web/VideoSaas.Web.csproj
COPY VideoSaas.Domain VideoSaas.Domain
COPY VideoSaas.Web VideoSaas.Web
RUN dotnet publish VideoSaas.Web/VideoSaas.Web.csproj -c Release --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# util-linux holds setpriv, which ends ffmpeg with the app.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ffmpeg fonts-thai-tlwg util-linux \
    && rm -rf /var/lib/apt/lists/*
# A new volume takes owner and mode from here, so that the app may write as nobody in particular.
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 700 /data
WORKDIR /app
COPY --from=build /app .
ENV Data__Folder=/data ASPNETCORE_HTTP_PORTS=8080
VOLUME /data
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "VideoSaas.Web.dll"]
