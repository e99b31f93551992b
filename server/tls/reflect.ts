/**
 * The certificate library's dependency container asks at load time for the metadata calls of an old decorator
 * proposal. It needs only that they are there: nothing here is injected by constructor.
 */
Object.assign(Reflect, {
  getMetadata: () => undefined,
  getOwnMetadata: () => undefined,
  defineMetadata: () => undefined,
});
