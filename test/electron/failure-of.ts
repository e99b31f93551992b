import { asFailure, type Failure } from '../../domain/failure.ts';

/** The failure that a promise ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    const failure = asFailure(error);
    if (failure.code === 'app/failed') throw error;
    return failure;
  }
  throw new Error('it did not fail');
}
