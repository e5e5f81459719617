// DuckDB in a worker of the page, and the published tables, each fetched when a query names it.
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";

// What the version for browsers brings along is all there is: nothing is loaded from elsewhere.
// Without the extension for time zones a moment with an offset cannot be put into New York's time.
const SETUP = `
  set autoinstall_known_extensions = false;
  set autoload_known_extensions = false;
  create schema marts;
  set search_path = 'marts,main';
  create macro main.timezone(zone, moment) as cast(error(
    'time zones are not known in the browser: give the time of New York, without an offset'
  ) as timestamp);
`;

// A file that is packed in itself, so that it is small from any server; some servers say so
// in a header, and the browser has then unpacked it already.
export async function fetchPacked(path, onBytes = () => {}, options = {}) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`${path} could not be fetched: ${response.status} ${response.statusText}`);
  const chunks = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    onBytes(part.value.length);
  }
  const blob = new Blob(chunks);
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return blob;
  return new Response(blob.stream().pipeThrough(new DecompressionStream("gzip"))).blob();
}

const addressOf = (blob, type) => URL.createObjectURL(new Blob([blob], { type }));

export class Database {
  constructor(catalogue, onProgress) {
    this.relations = new Map(catalogue.relations.map((relation) => [relation.name, relation]));
    this.onProgress = onProgress;
    this.start();
  }

  start() {
    this.loaded = new Map();
    this.stopped = new Promise((_, reject) => { this.reject = reject; });
    this.stopped.catch(() => {});
    this.ready = this.open();
    this.ready.catch(() => {});
  }

  async open() {
    let bytes = 0;
    const count = (more) => this.onProgress(`Loading the database: ${megabytes(bytes += more)}`);
    const [worker, engine] = await Promise.all([
      fetchPacked("duckdb.worker.js.gz", count),
      fetchPacked("duckdb.wasm.gz", count),
    ]);
    this.onProgress("Starting the database");
    // A worker from a blob is bound by the page's policy: it reaches no other host.
    this.worker = new Worker(addressOf(worker, "text/javascript"));
    this.engine = new AsyncDuckDB(new VoidLogger(), this.worker);
    await this.engine.instantiate(addressOf(engine, "application/wasm"));
    this.connection = await this.engine.connect();
    await this.connection.query(SETUP);
  }

  // Ends what is running: the worker goes, and a new one begins.
  stop() {
    this.reject(new Error("Stopped."));
    this.worker?.terminate();
    this.start();
  }

  async run(sql) {
    const work = async () => {
      await this.ready;
      await this.bring(sql);
      this.onProgress("Running");
      const start = performance.now();
      const table = await this.connection.query(sql).catch((error) => {
        // The place in the query stands in it twice.
        throw new Error(error.message.replace(/(\n\nLINE [^]*?\^)\1/, "$1"));
      });
      return { table, milliseconds: performance.now() - start };
    };
    return Promise.race([work(), this.stopped]);
  }

  // Everything a text names, and what views and functions among it need themselves.
  async bring(text) {
    const names = new Set(text.toLowerCase().match(/[a-z_]\w*/g));
    await Promise.all([...names].filter((name) => this.relations.has(name)).map((name) => this.load(name)));
  }

  load(name) {
    if (!this.loaded.has(name)) {
      const loading = this.define(this.relations.get(name));
      loading.catch(() => this.loaded.delete(name));
      this.loaded.set(name, loading);
    }
    return this.loaded.get(name);
  }

  async define({ name, kind, file, sql }) {
    if (kind !== "table") {
      await this.bring(sql.replace(new RegExp(`\\b${name}\\b`, "g"), ""));
      await this.connection.query(sql);
      return;
    }
    let bytes = 0;
    const count = (more) => this.onProgress(`Loading ${name}: ${megabytes(bytes += more)} of ${megabytes(file.bytes)}`);
    const blob = await fetchPacked(file.path, count);
    await this.engine.registerFileBuffer(`${name}.duckdb`, new Uint8Array(await blob.arrayBuffer()));
    await this.connection.query(`
      attach '${name}.duckdb' as file_of_${name} (read_only);
      create view marts.${name} as from file_of_${name}.${name};
    `);
  }
}

export const megabytes = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
