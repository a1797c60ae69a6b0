const live = process.stdout.isTTY === true;

function elapsed(since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Shows one line for a piece of work: counting up on a terminal, once at the
 * start and once at the end elsewhere.
 *
 * @param {string} title what is being done, such as "Installing dependencies"
 * @param {(say: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export async function phase(title, work) {
  const started = Date.now();
  let detail = '';
  const line = () => `  ${title} … ${detail ? `${detail} · ` : ''}`;
  const draw = () => {
    const text = `${line()}${elapsed(started)}`;
    const width = (process.stdout.columns || 80) - 1;
    process.stdout.write(`\r\x1b[2K${text.slice(0, width)}`);
  };
  const timer = live ? setInterval(draw, 1000) : undefined;
  if (live) draw();
  else console.log(`  ${title} …`);

  try {
    const result = await work(text => {
      if (text === detail) return;
      detail = text;
      if (live) draw();
    });
    if (live) process.stdout.write('\r\x1b[2K');
    const note = detail ? ` (${detail})` : '';
    console.log(`✓ ${title}${note} · ${elapsed(started)}`);
    return result;
  } catch (error) {
    if (live) process.stdout.write('\r\x1b[2K');
    console.log(`✗ ${title} · ${elapsed(started)}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
