"""Accounts of one audience: a pool, its one client, its sign-in page."""

from aws_cdk import Aws, CfnOutput, Duration
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infrastructure.settings import Settings

# A first password lives as long as a temporary account may (CJIS AC-2: 72 h).
PASSWORDS = cognito.PasswordPolicy(
    min_length=16,
    require_digits=True,
    require_lowercase=True,
    require_uppercase=True,
    require_symbols=True,
    password_history_size=10,
    temp_password_validity=Duration.days(3),
)


class AccountPool(cognito.UserPool):
    """A password and an authenticator app for everybody (CJIS IA-2, IA-5); nobody signs up alone."""

    def __init__(self, scope: Construct, audience: str, *, settings: Settings, page: str) -> None:
        super().__init__(
            scope,
            f"{audience}Pool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True),
            sign_in_case_sensitive=False,
            mfa=cognito.Mfa.REQUIRED,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            account_recovery=cognito.AccountRecovery.NONE,
            password_policy=PASSWORDS,
            feature_plan=cognito.FeaturePlan.PLUS,
            standard_threat_protection_mode=cognito.StandardThreatProtectionMode.FULL_FUNCTION,
            deletion_protection=not settings.local,
            removal_policy=settings.removal,
        )
        self.client = self.add_client(
            f"{audience}Client",
            generate_secret=False,
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            access_token_validity=Duration.minutes(60),
            id_token_validity=Duration.minutes(60),
            # No page renews by itself: a longer one would only be there to be stolen (CJIS IA-11).
            refresh_token_validity=Duration.minutes(60),
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID],
                callback_urls=[page],
                logout_urls=[page],
            ),
        )
        # Left out, Cognito would also allow sign-in outside its own page, without the page's second factor.
        client = self.client.node.default_child
        assert isinstance(client, cognito.CfnUserPoolClient)
        client.explicit_auth_flows = ["ALLOW_REFRESH_TOKEN_AUTH"]
        prefix = f"rtcc-{audience.lower()}-{Aws.ACCOUNT_ID}"
        self.domain = self.add_domain(
            f"{audience}SignIn", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=prefix)
        )
        CfnOutput(scope, f"{audience}PoolId", value=self.user_pool_id)
        CfnOutput(scope, f"{audience}ClientId", value=self.client.user_pool_client_id)
        CfnOutput(scope, f"{audience}Domain", value=self.domain.base_url())
