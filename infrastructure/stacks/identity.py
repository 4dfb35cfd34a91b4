"""Who the staff are: one pool, a password and an authenticator app for everybody, nobody signs up alone."""

from aws_cdk import Aws, CfnOutput, Duration, Stack
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infrastructure.settings import Settings, site_origin


class Identity(Stack):
    """The staff pool. Tokens say who somebody is; what they may do is the access table's."""

    def __init__(self, scope: Construct, name: str, *, settings: Settings) -> None:
        super().__init__(scope, name, description="Open RTCC: staff accounts")
        console = f"{site_origin(self, settings)}/console/"
        self.staff = cognito.UserPool(
            self,
            "StaffPool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True),
            sign_in_case_sensitive=False,
            mfa=cognito.Mfa.REQUIRED,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            account_recovery=cognito.AccountRecovery.NONE,
            # CJIS IA-5; a first password lives as long as a temporary account may (AC-2: 72 h).
            password_policy=cognito.PasswordPolicy(
                min_length=16,
                require_digits=True,
                require_lowercase=True,
                require_uppercase=True,
                require_symbols=True,
                password_history_size=10,
                temp_password_validity=Duration.days(3),
            ),
            feature_plan=cognito.FeaturePlan.PLUS,
            standard_threat_protection_mode=cognito.StandardThreatProtectionMode.FULL_FUNCTION,
            deletion_protection=not settings.local,
            removal_policy=settings.removal,
        )
        self.client = self.staff.add_client(
            "StaffClient",
            generate_secret=False,
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            access_token_validity=Duration.minutes(60),
            id_token_validity=Duration.minutes(60),
            # The console never renews by itself: a longer one would only be there to be stolen (CJIS IA-11).
            refresh_token_validity=Duration.minutes(60),
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID],
                callback_urls=[console],
                logout_urls=[console],
            ),
        )
        # Left out, Cognito would also allow sign-in outside its own page, without the page's second factor.
        client = self.client.node.default_child
        assert isinstance(client, cognito.CfnUserPoolClient)
        client.explicit_auth_flows = ["ALLOW_REFRESH_TOKEN_AUTH"]
        self.domain = self.staff.add_domain(
            "StaffSignIn", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=f"rtcc-staff-{Aws.ACCOUNT_ID}")
        )
        CfnOutput(self, "StaffPoolId", value=self.staff.user_pool_id)
        CfnOutput(self, "StaffClientId", value=self.client.user_pool_client_id)
        CfnOutput(self, "StaffDomain", value=self.domain.base_url())
