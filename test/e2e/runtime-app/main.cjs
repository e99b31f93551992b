// Does the same work in the main process and in a utility process, and prints one line of JSON for each.
const path = require('node:path');
const { app, utilityProcess } = require('electron');
const { work } = require('./work.cjs');

app.whenReady().then(async () => {
  const folder = process.env.KEYDESK_CHECK_FOLDER;
  try {
    console.log(`main ${JSON.stringify(await work(path.join(folder, 'main.db')))}`);
  } catch (error) {
    console.log(`main ${JSON.stringify({ error: String(error?.stack ?? error) })}`);
  }
  const core = utilityProcess.fork(path.join(__dirname, 'core.cjs'), [path.join(folder, 'core.db')], {
    stdio: 'inherit',
  });
  core.on('message', (message) => {
    console.log(`core ${JSON.stringify(message)}`);
    core.kill();
    app.quit();
  });
  core.on('exit', (code) => {
    console.log(`core-exit ${code}`);
    app.quit();
  });
});
