import { constants, type KeyObject, sign } from 'node:crypto';

/**
 * Signs a reply as privacyIDEA does: RSA-PSS, SHA-256, the longest salt, hex, over the text without the signature.
 * In the thread pool: an RSA signature costs more than the check it is about.
 */
export function signReply(key: KeyObject, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    sign(
      'sha256',
      Buffer.from(text),
      { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN },
      (error, signature) => {
        if (error) reject(error);
        else resolve(`rsa_sha256_pss:${signature.toString('hex')}`);
      },
    );
  });
}
