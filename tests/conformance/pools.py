"""A pool of staff as the city has it, and a sign-in to it by the API."""

from dataclasses import dataclass
from typing import Any

import pyotp

from tests.engines.account import Account

PASSWORD = "Correct-Horse-7-Battery"  # of users who live as long as a test
REDIRECT = "http://127.0.0.1:9/console/"


@dataclass(frozen=True)
class Pool:
    """One pool with one public client."""

    cloud: Account
    id: str
    client_id: str

    @property
    def arn(self) -> str:
        return f"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{self.id}"

    @property
    def api(self) -> Any:
        return self.cloud.client("cognito-idp")

    def user(self, name: str) -> str:
        """Make a user who has a password but no second factor yet; returns its lasting id."""
        named = {"UserPoolId": self.id, "Username": name}
        made = self.api.admin_create_user(**named, MessageAction="SUPPRESS")["User"]["Attributes"]
        self.api.admin_set_user_password(**named, Password=PASSWORD, Permanent=True)
        return next(each["Value"] for each in made if each["Name"] == "sub")

    def begin(self, name: str, password: str = PASSWORD) -> Any:
        """Start a sign-in with the password."""
        return self.api.admin_initiate_auth(
            UserPoolId=self.id,
            ClientId=self.client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )

    def answer(self, name: str, session: str, code: str) -> Any:
        """Answer the question for the second factor."""
        return self.api.admin_respond_to_auth_challenge(
            UserPoolId=self.id,
            ClientId=self.client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=session,
            ChallengeResponses={"USERNAME": name, "SOFTWARE_TOKEN_MFA_CODE": code},
        )

    def enrol(self, name: str) -> pyotp.TOTP:
        """Give the user a second factor, as the city does at its start."""
        access = self.begin(name)["AuthenticationResult"]["AccessToken"]
        totp = pyotp.TOTP(self.api.associate_software_token(AccessToken=access)["SecretCode"])
        self.api.verify_software_token(AccessToken=access, UserCode=totp.now())
        self.api.set_user_mfa_preference(
            AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )
        return totp


def pool(cloud: Account, name: str) -> Pool:
    """A pool that wants a second factor, with a client for the page and its callback."""
    api = cloud.client("cognito-idp")
    made = api.create_user_pool(PoolName=name)["UserPool"]["Id"]
    api.set_user_pool_mfa_config(
        UserPoolId=made, MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    client = api.create_user_pool_client(
        UserPoolId=made,
        ClientName="console",
        GenerateSecret=False,
        AllowedOAuthFlows=["code"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthScopes=["openid"],
        CallbackURLs=[REDIRECT],
        SupportedIdentityProviders=["COGNITO"],
        ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    return Pool(cloud, made, client)
