// Opens the first notebook in JupyterLab in headless Chromium, trains, and takes pictures during and after %fit.
//
//   node take.mjs [FOLDER]        pictures go to FOLDER, else ../target/screenshots
//
// lab.mjs says what has to be there.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { allRun, command, file, firstNotebook, fitCell, idle, open, startBrowser, startLab, themes, underway, workplace } from './lab.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const pictures = path.resolve(process.argv[2] ?? path.join(here, '../target/screenshots'));

async function picture(page, cell, name) {
  await cell.evaluate(element => element.scrollIntoView({ block: 'start' }));
  await page.waitForTimeout(700); // the scrolling is smooth
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  console.log(path.join(pictures, `${name}.png`));
}

/** Runs all cells of the notebook in a theme; `look` gets the page and the cell that fits, and takes the pictures. */
async function visit(browser, theme, fit, look) {
  const folder = workplace(theme);
  fs.writeFileSync(path.join(folder, file), firstNotebook(fit));
  const lab = await startLab(folder);
  try {
    const page = await open(browser, lab.address);
    await command(page, 'notebook:run-all-cells');
    await look(page, fitCell(page));
    await page.close();
  } finally {
    lab.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function photograph(browser, name, theme) {
  await visit(browser, theme, 'epochs=30000', async (page, fit) => {
    await fit.locator('.jp-OutputArea-output img').first().waitFor();
    await underway(fit);
    await picture(page, fit, `fit-during-${name}`);
    await command(page, 'kernelmenu:interrupt');
    await idle(page);
    await picture(page, fit, `fit-stopped-${name}`);
  });
  await visit(browser, theme, 'epochs=50', async (page, fit) => {
    await allRun(page);
    await picture(page, fit, `fit-after-${name}`);
    const cells = page.locator('.jp-CodeCell');
    for (let index = 0; index < (await cells.count()); index++) {
      await picture(page, cells.nth(index), `cell-${String(index + 1).padStart(2, '0')}-${name}`);
    }
  });
}

fs.mkdirSync(pictures, { recursive: true });
const browser = await startBrowser();
try {
  for (const [name, theme] of Object.entries(themes)) {
    await photograph(browser, name, theme);
  }
} finally {
  await browser.close();
}
