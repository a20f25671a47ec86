namespace VideoSaas.Web.Engine.Mail;

internal static class MailEngine
{
    public static IServiceCollection AddMailEngine(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IMailer, EmlMailer>();
        return services;
    }
}
