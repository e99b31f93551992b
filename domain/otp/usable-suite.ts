import { OcraError, type OcraSuite, parseOcraSuite } from './ocra-suite.ts';

/** A suite that a server which keeps PINs hashed can check: one with a PIN cannot, nor one with a session. */
export function usableSuite(text: string): OcraSuite | undefined {
  try {
    const suite = parseOcraSuite(text);
    return suite.pinHash === undefined && suite.sessionBytes === undefined ? suite : undefined;
  } catch (error) {
    if (error instanceof OcraError) return undefined;
    throw error;
  }
}
