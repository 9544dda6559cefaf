// SortableJS is served as it is published; its small file speaks no module.
import "sortablejs/min";

export default window.Sortable;
