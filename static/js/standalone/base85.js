/** Bytes as letters that stand for themselves in JSON and in HTML; five hold what base64 needs more than five for. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_'{|}~";
const VALUES = new Uint8Array(128);
for (const [value, letter] of [...DIGITS].entries()) VALUES[letter.charCodeAt(0)] = value;

/** The bytes that letters stand for, four for every five; the last five may be less. @param {string} text */
export function fromBase85(text) {
  const five = text.padEnd(Math.ceil(text.length / 5) * 5, "~");
  const bytes = new DataView(new ArrayBuffer((five.length / 5) * 4));
  for (let i = 0; i < five.length; i += 5) {
    let number = 0;
    for (let k = 0; k < 5; k++) number = number * 85 + Number(VALUES[five.charCodeAt(i + k)]);
    bytes.setUint32((i / 5) * 4, number);
  }
  return new Uint8Array(bytes.buffer, 0, bytes.byteLength - (five.length - text.length));
}
