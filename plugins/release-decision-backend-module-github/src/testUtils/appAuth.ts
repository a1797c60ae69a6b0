import { createVerify, generateKeyPairSync, randomBytes } from 'node:crypto';

const TOKEN_LIFE_MS = 3600_000;
/** GitHub takes no App token that lives longer. */
const MAX_JWT_SECONDS = 600;

/** Made once per process, because that takes a while. */
const key = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** What GitHub knows of one App: its key and the tokens it was given. */
export class AppAuth {
  readonly appId = 4711;
  readonly installationId = 99;
  readonly privateKey = key.privateKey;
  private readonly tokens = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** Takes every installation token back. */
  revokeTokens() {
    this.tokens.clear();
  }

  createToken() {
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    const expiresAt = this.now() + TOKEN_LIFE_MS;
    this.tokens.set(token, expiresAt);
    return { token, expires_at: new Date(expiresAt).toISOString() };
  }

  isInstallation(authorization = ''): boolean {
    const [, token = ''] =
      /^(?:token|bearer) (\S+)$/i.exec(authorization) ?? [];
    return (this.tokens.get(token) ?? 0) > this.now();
  }

  /** A JSON Web Token, RS256, of this App and of now (RFC 7519, RFC 7518). */
  isApp(authorization = ''): boolean {
    const [, head = '', body = '', signature = ''] =
      /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization) ?? [];
    if (!head) return false;
    const decode = (part: string) =>
      JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    const isSigned = createVerify('RSA-SHA256')
      .update(`${head}.${body}`)
      .verify(key.publicKey, signature, 'base64url');
    const { iss, iat, exp } = decode(body);
    const seconds = this.now() / 1000;
    return (
      isSigned &&
      decode(head).alg === 'RS256' &&
      Number(iss) === this.appId &&
      iat <= seconds + 60 &&
      exp > seconds &&
      exp - iat <= MAX_JWT_SECONDS + 60
    );
  }
}
