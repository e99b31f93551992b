// Makes a PDF of each page named in jobs.json, with the options that the desk's shell prints with.
const fs = require('node:fs');
const path = require('node:path');
const { app, BrowserWindow } = require('electron');

const folder = process.env.KEYDESK_CHECK_FOLDER;

app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } });
  const jobs = JSON.parse(fs.readFileSync(path.join(folder, 'jobs.json'), 'utf8'));
  for (const { name, page, zoom } of jobs) {
    await window.loadFile(path.join(folder, `${name}.html`));
    window.webContents.setZoomFactor(zoom);
    const pdf = await window.webContents.printToPDF({
      printBackground: true,
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      pageSize: page,
    });
    fs.writeFileSync(path.join(folder, `${name}.pdf`), pdf);
  }
  app.quit();
});
