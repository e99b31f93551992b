import { KeydeskError } from '../../domain/failure.ts';

/** What OpenSSL and Node say when the certificate is not one that the pinned authority made for this host. */
const certificate = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The failure that a broken exchange stands for. */
export function connectionFailure(error: unknown): KeydeskError {
  if (error instanceof KeydeskError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (certificate.has(code)) return new KeydeskError('sync/certificate', { reason: code }, { cause: error });
  // What answered does not speak TLS, or not HTTP inside it.
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('HPE_')) {
    return new KeydeskError('sync/not-keydesk', { reason: code }, { cause: error });
  }
  return new KeydeskError('sync/unreachable', code === '' ? {} : { reason: code }, { cause: error });
}
