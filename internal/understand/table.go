package understand

// table keeps a row for each run of letters. It is made in New, where the time of a map would be felt.
type table struct {
	slots []int32 // position of the row and one more, 0 where free
	names []uint32
	rows  []row
}

func newTable(slots int) *table {
	return &table{slots: make([]int32, slots), names: make([]uint32, 0, slots/4), rows: make([]row, 0, slots/4)}
}

// find gives the position of a run's row, or -1.
func (t *table) find(key uint32) int32 {
	for s := t.slot(key); ; s = (s + 1) % uint32(len(t.slots)) {
		if i := t.slots[s] - 1; i < 0 || t.names[i] == key {
			return i
		}
	}
}

// enter gives the position of a run's row, a new one if there was none.
func (t *table) enter(key uint32) int32 {
	for s := t.slot(key); ; s = (s + 1) % uint32(len(t.slots)) {
		i := t.slots[s] - 1
		if i < 0 {
			return t.add(s, key)
		}
		if t.names[i] == key {
			return i
		}
	}
}

func (t *table) add(slot, key uint32) int32 {
	if 2*len(t.names) > len(t.slots) {
		t.grow()
		return t.enter(key)
	}
	t.names, t.rows = append(t.names, key), append(t.rows, row{})
	t.slots[slot] = int32(len(t.names))
	return int32(len(t.names)) - 1
}

func (t *table) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	for i, key := range t.names {
		s := t.slot(key)
		for t.slots[s] != 0 {
			s = (s + 1) % uint32(len(t.slots))
		}
		t.slots[s] = int32(i) + 1
	}
}

// slot is where to begin looking; the number of slots is a power of two.
func (t *table) slot(key uint32) uint32 {
	h := key * 0x9e3779b1
	return (h ^ h>>15) & uint32(len(t.slots)-1)
}

// A run of letters is packed into a number: how many there are, and five bits for each, the last one lowest.
const boundary = 27

func symbol(c byte) uint32 {
	if c >= 'a' && c <= 'z' {
		return uint32(c-'a') + 1
	}
	return 28
}

// runKey packs the last size symbols of the window.
func runKey(window uint32, size int) uint32 {
	return uint32(size)<<25 | window&(1<<(5*uint(size))-1)
}

func runSize(key uint32) int { return int(key >> 25) }

// context is the run without its last letter.
func context(key uint32) uint32 {
	n := runSize(key) - 1
	return runKey(key>>5, n)
}
