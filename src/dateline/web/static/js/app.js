// What every page does: keys, rows, sending decisions.
import "./keys.js";
import "./rows.js";
import "./send.js";
