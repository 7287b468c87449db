package bot

import (
	"strconv"
	"strings"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// scheme begins every address of this channel.
const scheme = "tg:"

// nobody is the lane of what belongs to no chat: updates that cannot be read.
const nobody int64 = 0

func address(chat int64) engine.Address { return private.NewText(scheme + strconv.FormatInt(chat, 10)) }

// chatOf reads an address; one of another channel or of nobody cannot be written to.
func chatOf(a engine.Address) (int64, error) {
	digits, ok := strings.CutPrefix(a.Reveal(), scheme)
	id, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || id == nobody {
		return 0, &engine.DeliveryError{Class: classBad}
	}
	return id, nil
}
