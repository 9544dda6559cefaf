// Tom Select is served as it is published; its small file speaks no module.
import "tom-select/min";

export default window.TomSelect;
