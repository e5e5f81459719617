// The editor: SQL in colours, completed with the names of tables and columns.
import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { PostgreSQL, sql, SQLDialect } from "@codemirror/lang-sql";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

// Words that are names of columns here, and of functions in DuckDB, are no keywords.
const NAMES = /\b(category|count|date|day|flow|month|name|number|period|release|sum|text|value|year)\b/g;
const dialect = SQLDialect.define({ ...PostgreSQL.spec, keywords: PostgreSQL.spec.keywords.replace(NAMES, "") });

function completions(relations) {
  const marts = {};
  for (const { name, kind, comment, columns } of relations) {
    const self = { label: name, detail: kind, info: comment, type: "class" };
    const children = columns.map((column) => ({ label: column.name, detail: column.type, info: column.comment, type: "property" }));
    marts[name] = { self, children };
  }
  return { marts };
}

// Columns of the tables that the query names, without a table before them.
function columnsNamed(relations) {
  return (context) => {
    const word = context.matchBefore(/[\w.]*/);
    if (word.text.includes(".") || (!word.text && !context.explicit)) return null;
    const text = context.state.doc.toString().toLowerCase();
    const options = new Map();
    for (const { name, columns } of relations) {
      if (!new RegExp(`\\b${name}\\b`).test(text)) continue;
      for (const column of columns) {
        options.set(column.name, { label: column.name, detail: column.type, info: column.comment, type: "property", boost: 50 });
      }
    }
    return { from: word.from, options: [...options.values()], validFor: /^\w*$/ };
  };
}

export function editorIn(place, relations, run) {
  // Tab indents; after Escape it leaves the editor, for who moves by keyboard.
  const ran = { key: "Mod-Enter", run: (at) => { closeCompletion(at); run(); return true; } };
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      extensions: [
        Prec.highest(keymap.of([ran])),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        indentUnit.of("    "),
        autocompletion({ icons: false }),
        sql({ dialect, schema: completions(relations), defaultSchema: "marts" }),
        dialect.language.data.of({ autocomplete: columnsNamed(relations) }),
        syntaxHighlighting(classHighlighter),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "SQL; Control and Enter runs it, Escape and Tab leaves", spellcheck: "false", tabindex: "0" }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
      ],
    }),
  });
  return {
    get sql() { return view.state.doc.toString(); },
    set sql(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    focus: () => view.focus(),
    // The place that an error names: `LINE 2: select x` with a caret under it.
    mark(message) {
      const at = message && /LINE (\d+): (.*)\n( *)\^/.exec(message);
      const diagnostics = [];
      const number = at && Number(at[1]);
      if (at && number <= view.state.doc.lines) {
        const line = view.state.doc.line(number);
        const excerpt = at[2].replace(/^\.\.\.|\.\.\.$/g, "");
        const cut = at[2].startsWith("...") ? 3 : 0;
        const within = Math.max(0, line.text.indexOf(excerpt)) + at[3].length - `LINE ${at[1]}: `.length - cut;
        const from = Math.min(line.from + Math.max(0, within), line.to);
        const word = /^\w+/.exec(view.state.sliceDoc(from, line.to))?.[0].length ?? 1;
        diagnostics.push({ from, to: Math.min(from + word, line.to), severity: "error", message: message.split("\n")[0] });
      }
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
  };
}
