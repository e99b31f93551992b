const { work } = require('./work.cjs');

work(process.argv[2]).then(
  (done) => process.parentPort.postMessage(done),
  (error) => process.parentPort.postMessage({ error: String(error?.stack ?? error) }),
);
