// Cells of a result: as text the way DuckDB writes them, and as numbers to sort and draw.
import { DataType } from "apache-arrow";

const two = (number) => String(number).padStart(2, "0");

function dateOf(milliseconds) {
  const date = new Date(milliseconds);
  return `${String(date.getUTCFullYear()).padStart(4, "0")}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

function timestampOf(milliseconds) {
  const date = new Date(milliseconds);
  const fraction = Math.round((((milliseconds % 1000) + 1000) % 1000) * 1000);
  const rest = fraction ? `.${String(fraction).padStart(6, "0").replace(/0+$/, "")}` : "";
  return `${dateOf(milliseconds)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}${rest}`;
}

// The whole number that the words of an Arrow decimal are, in two's complement.
function wholeOf(words) {
  const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
  return BigInt.asIntN(words.length * 32, unsigned);
}

function decimalOf(words, scale) {
  const whole = wholeOf(Array.from(words));
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  const cut = digits.length - scale;
  return `${whole < 0n ? "-" : ""}${digits.slice(0, cut)}${scale ? `.${digits.slice(cut)}` : ""}`;
}

function doubleOf(number) {
  if (Number.isInteger(number) && Math.abs(number) < 1e15) return number.toFixed(1);
  return String(number).replace("Infinity", "inf").replace("NaN", "nan");
}

const nested = (_, value) => (typeof value === "bigint" ? Number(value) : value);

function textOf(type) {
  if (DataType.isDecimal(type)) return (value) => decimalOf(value, type.scale);
  if (DataType.isDate(type)) return dateOf;
  if (DataType.isTimestamp(type)) return type.timezone ? (value) => `${timestampOf(value)}+00` : timestampOf;
  if (DataType.isFloat(type)) return doubleOf;
  if (DataType.isList(type) || DataType.isStruct(type) || DataType.isMap(type)) {
    return (value) => JSON.stringify(value, nested);
  }
  return String;
}

const isNumeric = (type) => DataType.isDecimal(type) || DataType.isInt(type) || DataType.isFloat(type);
const isTime = (type) => DataType.isDate(type) || DataType.isTimestamp(type);

// The columns of a result; cells are read when they are shown, as a result may be large.
export function columnsOf(table) {
  return table.schema.fields.map((field, index) => {
    const vector = table.getChildAt(index);
    const write = textOf(field.type);
    const text = (row) => {
      const value = vector.get(row);
      return value === null ? null : write(value);
    };
    const isNumber = isNumeric(field.type);
    const time = isTime(field.type);
    const number = (row) => {
      const value = time ? vector.get(row) : text(row);
      return value === null ? null : Number(value);
    };
    return {
      name: field.name,
      text,
      number,
      isNumber,
      isTime: time,
      isWhole: DataType.isInt(field.type),
      key: isNumber || time ? number : text,
    };
  });
}

// As DuckDB writes CSV: null is nothing, an empty text a pair of quotation marks.
export function csvOf(columns, order) {
  const cell = (text) => {
    if (text === null) return "";
    return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns.map((column) => cell(column.name))];
  for (const row of order) lines.push(columns.map((column) => cell(column.text(row))));
  return lines.map((line) => `${line.join(",")}\n`).join("");
}

// Numbers of a column with as many decimals as its longest needs, thousands apart; a year,
// a rank or a line is a name and stays as it is.
export function shownOf(column, rows) {
  if (!column.isNumber) return column.text;
  if (column.isWhole && /year|rank|row|line|order|id$|code$/.test(column.name)) return column.text;
  const decimals = Math.max(0, ...rows.map((row) => /\.(\d*?)0*$/.exec(column.text(row) ?? "")?.[1].length ?? 0));
  return (row) => {
    const text = column.text(row);
    if (text === null || !/^-?\d+(\.\d+)?$/.test(text)) return text;
    const [whole, fraction = ""] = text.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return decimals ? `${grouped}.${fraction.padEnd(decimals, "0").slice(0, decimals)}` : grouped;
  };
}
