package journal

import (
	"fmt"
	"math/bits"

	"jieli/fault"
)

// tileBits is the number of tree levels between two levels of tiles: a tile of level 1 is the root of 2^8 leaves.
const tileBits = 8

// Append adds the leaf hash of the next entry and gives the tiles that it completes (one for every 256th entry, two for
// every 65,536th). The head must pass Check. It costs two hashes on average and at most log2(N)+1.
func (h *Head) Append(leaf Hash) []Tile {
	var tiles []Tile
	node, index := leaf, h.N
	for level := 1; index&1 == 1 && len(h.Frontier) > 0; level++ {
		last := len(h.Frontier) - 1
		node = nodeHash(h.Frontier[last], node)
		h.Frontier = h.Frontier[:last]
		index >>= 1
		if level%tileBits == 0 {
			tiles = append(tiles, Tile{StreamKey: h.StreamKey, Level: level / tileBits, Index: index, Hash: node})
		}
	}
	h.Frontier = append(h.Frontier, node)
	h.N++
	h.Last = leaf
	return tiles
}

// Root is the Merkle tree hash of all entries so far (RFC 6962, 2.1); of none it is SHA-256 of nothing.
func (h *Head) Root() Hash {
	last := len(h.Frontier) - 1
	if last < 0 {
		return emptyRoot
	}
	root := h.Frontier[last]
	for i := last - 1; i >= 0; i-- {
		root = nodeHash(h.Frontier[i], root)
	}
	return root
}

// Check reports whether a head that was read from a store can be appended to: its frontier has one root for each
// binary digit 1 of N, and an empty stream has no last hash.
func (h *Head) Check() *fault.Finding {
	if h.N < 0 {
		return h.differs("n", fmt.Sprint(h.N), "≥ 0")
	}
	if want := bits.OnesCount64(uint64(h.N)); len(h.Frontier) != want {
		return h.differs("frontier", fmt.Sprint(len(h.Frontier)), fmt.Sprint(want))
	}
	if h.N == 0 && h.Last != (Hash{}) {
		return h.differs("last", h.Last.String(), Hash{}.String())
	}
	return nil
}

func (h *Head) differs(part, stored, want string) *fault.Finding {
	f := codeHead.At(h.StreamKey.String(), "stream", h.StreamKey, "part", part, "stored", stored, "want", want)
	return &f
}

// Clone copies the head so that appending to one does not touch the other.
func (h *Head) Clone() *Head {
	c := *h
	c.Frontier = append([]Hash(nil), h.Frontier...)
	return &c
}
